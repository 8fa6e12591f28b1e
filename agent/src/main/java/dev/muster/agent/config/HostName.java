package dev.muster.agent.config;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** This machine's name. */
final class HostName {
  private static final Path OF_THE_KERNEL = Path.of("/proc/sys/kernel/hostname");

  private HostName() {}

  /** Asks nobody outside but where the kernel has no file for it. */
  static String read() {
    try {
      String name =
          Files.isReadable(OF_THE_KERNEL)
              ? Files.readString(OF_THE_KERNEL, StandardCharsets.UTF_8).strip()
              : InetAddress.getLocalHost().getHostName();
      return name.isEmpty() || name.length() > 128 ? "agent" : name;
    } catch (IOException e) {
      return "agent";
    }
  }
}
