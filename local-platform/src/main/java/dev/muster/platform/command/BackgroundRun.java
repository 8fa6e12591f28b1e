package dev.muster.platform.command;

import dev.muster.platform.LocalPlatform;
import dev.muster.platform.process.PlatformException;
import dev.muster.platform.process.Reason;
import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code up -d}: the same command as a process of its own, whose output is shown until everything
 * is healthy.
 */
final class BackgroundRun {
  private final Arguments arguments;
  private final Path log;

  BackgroundRun(Arguments arguments) {
    this.arguments = arguments;
    this.log = arguments.data().resolve("logs").resolve("up.log");
  }

  int start() throws InterruptedException {
    try {
      // The running one's log is not the place for the refusal of a second.
      LocalPlatform.checkFree(arguments.data());
      Files.createDirectories(log.getParent());
      long before = Files.exists(log) ? Files.size(log) : 0;
      Process run = launch();
      try (RandomAccessFile output = new RandomAccessFile(log.toFile(), "r")) {
        output.seek(before);
        while (run.isAlive() && !ReadyMark.isSetBy(arguments.data(), run.pid())) {
          show(output);
          Thread.sleep(100);
        }
        show(output);
      }
      if (!run.isAlive()) {
        return run.exitValue() == 0 ? 1 : run.exitValue();
      }
      System.out.printf(
          "It runs in the background; `./muster down%s` stops it.%n", arguments.dataOption());
      return 0;
    } catch (IOException e) {
      throw new PlatformException("cannot start in the background: " + Reason.of(e), e);
    }
  }

  private Process launch() throws IOException {
    List<String> command = new ArrayList<>();
    if (Files.isExecutable(Path.of("/usr/bin/setsid"))) {
      // Closing the terminal must not end it.
      command.add("/usr/bin/setsid");
    }
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add("dev.muster.platform.Main");
    command.add("up");
    command.addAll(arguments.foreground());
    return new ProcessBuilder(command)
        .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
        .start();
  }

  private void show(RandomAccessFile output) throws IOException {
    byte[] fresh = new byte[(int) (output.length() - output.getFilePointer())];
    output.readFully(fresh);
    String text = new String(fresh, StandardCharsets.UTF_8);
    System.out.print(
        text.replaceAll(
            "(?m)^Try `./muster demo`.*\\R",
            "Try `./muster demo" + arguments.dataOption() + "`.\n"));
  }
}
