package dev.muster.system.secret;

import dev.muster.platform.Checkout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The classes of the programs as they were built, each program's in a loader of its own. */
public final class Programs {
  private static final String PACKAGE = "dev.muster";
  private static final List<String> SERVICES =
      List.of("auth-service", "agent-registry-service", "task-service", "ws-gateway");
  private static final List<String> SHARED = List.of("shared-contracts", "service-kit");

  private Programs() {}

  /** Every record of every module that ships. */
  public static List<Class<?>> records() {
    List<Class<?>> records = new ArrayList<>();
    for (String service : SERVICES) {
      Path libraries = target(service).resolve("quarkus-app/lib");
      URLClassLoader loader =
          loader(
              Stream.concat(Stream.of(service), SHARED.stream()),
              List.of(libraries.resolve("main"), libraries.resolve("boot")));
      records.addAll(recordsIn(service, loader));
      if (service.equals(SERVICES.getFirst())) {
        SHARED.forEach(module -> records.addAll(recordsIn(module, loader)));
      }
    }
    URLClassLoader agent =
        loader(Stream.of("agent", "shared-contracts"), List.of(target("agent").resolve("lib")));
    records.addAll(recordsIn("agent", agent));
    records.addAll(recordsIn("local-platform", Checkout.class.getClassLoader()));
    return records;
  }

  private static URLClassLoader loader(Stream<String> modules, List<Path> libraries) {
    List<URL> urls = new ArrayList<>();
    modules.forEach(module -> urls.add(url(target(module).resolve("classes"))));
    for (Path folder : libraries) {
      try (Stream<Path> jars = Files.list(folder)) {
        jars.forEach(jar -> urls.add(url(jar)));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
  }

  private static List<Class<?>> recordsIn(String module, ClassLoader loader) {
    Path classes = target(module).resolve("classes");
    try (Stream<Path> files = Files.walk(classes)) {
      return files
          .map(file -> classes.relativize(file).toString())
          .filter(name -> name.endsWith(".class") && !name.endsWith("package-info.class"))
          .map(name -> name.substring(0, name.length() - ".class".length()).replace('/', '.'))
          .filter(name -> name.startsWith(PACKAGE))
          .<Class<?>>map(name -> load(name, loader))
          .filter(Class::isRecord)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Class<?> load(String name, ClassLoader loader) {
    try {
      return Class.forName(name, false, loader);
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Path target(String module) {
    return Checkout.here().root().resolve(module).resolve("target");
  }

  private static URL url(Path path) {
    try {
      return path.toUri().toURL();
    } catch (MalformedURLException e) {
      throw new IllegalStateException(e);
    }
  }
}
