package dev.muster.bench;

import dev.muster.platform.part.JvmOptions;
import dev.muster.platform.part.ServiceKind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What a service does with the token of each request: microseconds of {@code TokenVerifier.verify}
 * for a token that it has seen before, and for one that is new. In a JVM with the services' own
 * options, on one thread. Command: {@code ./muster bench verify [--seconds n]}.
 */
final class VerifyBenchmark implements Benchmark {
  @Override
  public String about() {
    return "microseconds to check an access token, known and new";
  }

  @Override
  public void run(Options options, Report report) throws Exception {
    report.progress("checking tokens for " + options.length().toSeconds() + " s");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(JvmOptions.service(ServiceKind.TASK));
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(TokenChecks.class.getName());
    command.add(Long.toString(options.length().toSeconds()));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    List<String> lines;
    try (var reader = process.inputReader()) {
      lines = reader.lines().toList();
    }
    if (process.waitFor() != 0 || lines.size() != 2) {
      throw new IllegalStateException("the JVM that checks tokens failed");
    }
    report.atMost("verify_known_token_us", Double.parseDouble(lines.get(0)), "us", 20);
    report.figure("verify_new_token_us", Double.parseDouble(lines.get(1)), "us");
  }
}
