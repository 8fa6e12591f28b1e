package dev.muster.platform.process;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * How to start one child.
 *
 * @param name unique in its run; also the name of its log and of its pid record
 * @param command program and arguments; they are visible to every user of the machine, so never a
 *     secret
 * @param environment added to the inherited one; may hold secrets, hence not in {@link #toString}
 * @param folder where {@code logs/} and {@code run/} are
 * @param workingFolder the child's current folder
 * @param url where it answers, empty when it doesn't
 */
public record ChildSpec(
    String name,
    List<String> command,
    Map<String, String> environment,
    Path folder,
    Path workingFolder,
    String url) {

  public ChildSpec {
    command = List.copyOf(command);
    environment = Map.copyOf(environment);
  }

  /** The child's standard output and error, of all its starts. */
  public Path log() {
    return folder.resolve("logs").resolve(name + ".log");
  }

  Path records() {
    return folder.resolve("run");
  }

  @Override
  public String toString() {
    return "ChildSpec[" + name + "]";
  }
}
