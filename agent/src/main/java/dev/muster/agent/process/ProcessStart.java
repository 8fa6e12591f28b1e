package dev.muster.agent.process;

import dev.muster.agent.executor.Execution;
import dev.muster.wire.Frame;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Starts the process of one attempt, as leader of its own session where that is possible. */
final class ProcessStart {
  private final Path scripts;
  private final String agentId;
  private final Optional<Path> setsid = Commands.setsid();

  ProcessStart(Path scripts, String agentId) {
    this.scripts = scripts;
    this.agentId = agentId;
  }

  /**
   * @param script to be deleted when the process has ended; null for none
   */
  record Started(Process process, String mark, Path script) {}

  /** The process can't be started for a reason that lies in the task. */
  static final class CannotStart extends Exception {
    CannotStart(String message) {
      super(message);
    }
  }

  Started start(ProcessSpec spec, Execution execution) throws CannotStart, IOException {
    ProcessBuilder builder = new ProcessBuilder();
    String mark = UUID.randomUUID().toString();
    environment(builder.environment(), spec, execution, mark);
    Path folder = folder(spec);
    builder.directory(folder.toFile());
    String command = spec.argv() == null ? spec.shell() : spec.argv().getFirst();
    String path = builder.environment().getOrDefault("PATH", "/usr/bin:/bin");
    Path file =
        Commands.find(command, path, folder)
            .orElseThrow(() -> new CannotStart("command not found: " + command));
    if (spec.stdin() == null) {
      builder.redirectInput(new File("/dev/null"));
    }
    Path script = spec.script() == null ? null : script(spec.script());
    try {
      return new Started(builder.command(command(spec, file, script)).start(), mark, script);
    } catch (IOException | RuntimeException e) {
      delete(script);
      throw e;
    }
  }

  private List<String> command(ProcessSpec spec, Path file, Path script) {
    List<String> command = new ArrayList<>();
    setsid.ifPresent(path -> command.add(path.toString()));
    if (script != null) {
      command.add(file.toString());
      command.add(script.toString());
    } else {
      // The name as given: programs such as busybox look at it.
      command.add(setsid.isPresent() ? spec.argv().getFirst() : file.toString());
      command.addAll(spec.argv().subList(1, spec.argv().size()));
    }
    return command;
  }

  /** The agent's own environment without its settings, the token among them. */
  private void environment(
      Map<String, String> env, ProcessSpec spec, Execution execution, String mark) {
    env.keySet().removeIf(name -> name.startsWith("MUSTER_"));
    env.put("MUSTER_AGENT_ID", agentId);
    env.put("MUSTER_TASK_ID", execution.attempt().taskId().toString());
    env.put("MUSTER_ATTEMPT", Integer.toString(execution.attempt().attempt()));
    String traceparent = execution.metadata().get(Frame.TRACEPARENT);
    if (traceparent != null) {
      env.put("TRACEPARENT", traceparent);
    }
    env.putAll(spec.env());
    env.put(ProcessTree.MARK, mark);
  }

  private static Path folder(ProcessSpec spec) throws CannotStart {
    Path folder = Path.of(spec.cwd() == null ? "" : spec.cwd()).toAbsolutePath();
    if (!Files.isDirectory(folder)) {
      throw new CannotStart("no such folder: " + spec.cwd());
    }
    return folder;
  }

  /** A file, since an argument would show in the process list and is limited in length. */
  private Path script(String text) throws IOException {
    Path file = Files.createTempFile(scripts, "task-", ".script");
    return Files.writeString(file, text, StandardCharsets.UTF_8);
  }

  static void delete(Path script) {
    if (script != null) {
      var unused = script.toFile().delete();
    }
  }
}
