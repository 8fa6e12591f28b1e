package dev.muster.platform;

import dev.muster.platform.process.PlatformException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The folder that the programs were built in, and the commands that run them. */
public record Checkout(Path root) {

  /** The checkout that {@code ./muster} is in, else the one around the current folder. */
  public static Checkout here() {
    String home = System.getProperty("muster.home");
    if (home != null) {
      return new Checkout(Path.of(home));
    }
    for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      if (Files.exists(at.resolve("k8s/ingress.yaml")) && Files.exists(at.resolve("pom.xml"))) {
        return new Checkout(at);
      }
    }
    throw new PlatformException("run this inside a checkout of Muster");
  }

  /** Command of a service, as a native executable or on the JVM. */
  public List<String> service(String name, boolean nativeExecutable, List<String> jvmOptions) {
    Path target = root.resolve(name).resolve("target");
    return nativeExecutable
        ? List.of(
            built(target.resolve(name + "-0.1.0-SNAPSHOT-runner"), "native").toString(), "-Xmx64m")
        : java(jvmOptions, built(target.resolve("quarkus-app/quarkus-run.jar"), "up"));
  }

  public List<String> agent(boolean nativeExecutable, List<String> jvmOptions) {
    Path target = root.resolve("agent").resolve("target");
    return nativeExecutable
        ? List.of(built(target.resolve("muster-agent"), "native").toString(), "-Xmx48m")
        : java(jvmOptions, built(target.resolve("muster-agent.jar"), "up"));
  }

  private Path built(Path program, String command) {
    if (!Files.exists(program)) {
      throw new PlatformException(
          root.relativize(program) + " is not built yet; `./muster " + command + "` builds it");
    }
    return program;
  }

  private static List<String> java(List<String> options, Path jar) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.add("-jar");
    command.add(jar.toString());
    return command;
  }
}
