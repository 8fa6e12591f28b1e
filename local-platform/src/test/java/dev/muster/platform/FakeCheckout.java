package dev.muster.platform;

import dev.muster.platform.part.ServiceKind;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** A folder with the layout of a built checkout, in which every program is {@link FakeService}. */
public final class FakeCheckout {
  private FakeCheckout() {}

  public static Path in(Path folder) throws IOException {
    for (ServiceKind kind : ServiceKind.values()) {
      jar(folder.resolve(kind.serviceName()).resolve("target/quarkus-app/quarkus-run.jar"));
    }
    jar(folder.resolve("agent/target/muster-agent.jar"));
    return folder;
  }

  private static void jar(Path file) throws IOException {
    Files.createDirectories(file.getParent());
    Manifest manifest = new Manifest();
    Attributes main = manifest.getMainAttributes();
    main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    main.put(Attributes.Name.MAIN_CLASS, FakeService.class.getName());
    main.put(
        Attributes.Name.CLASS_PATH,
        FakeService.class.getProtectionDomain().getCodeSource().getLocation().toString());
    try (OutputStream out = Files.newOutputStream(file);
        JarOutputStream jar = new JarOutputStream(out, manifest)) {
      jar.finish();
    }
  }
}
