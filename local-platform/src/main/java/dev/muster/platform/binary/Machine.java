package dev.muster.platform.binary;

import dev.muster.platform.process.PlatformException;
import java.util.Locale;

/** The machines that server binaries exist for. */
enum Machine {
  LINUX_AMD64("postgres-linux-x86_64.txz", "redis-server-6.2.6-v5-linux-amd64"),
  LINUX_ARM64("postgres-linux-arm_64.txz", "redis-server-6.2.7-linux-arm64");

  final String postgresArchive;
  final String redisServer;

  Machine(String postgresArchive, String redisServer) {
    this.postgresArchive = postgresArchive;
    this.redisServer = redisServer;
  }

  static Machine here() {
    String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    String processor = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
    if (system.equals("linux") && (processor.equals("amd64") || processor.equals("x86_64"))) {
      return LINUX_AMD64;
    }
    if (system.equals("linux") && processor.equals("aarch64")) {
      return LINUX_ARM64;
    }
    throw new PlatformException(
        "the local platform runs on Linux (x86-64 or arm64); this machine is "
            + system
            + " "
            + processor);
  }
}
