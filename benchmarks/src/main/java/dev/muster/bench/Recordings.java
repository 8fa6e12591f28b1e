package dev.muster.bench;

import dev.muster.platform.LocalPlatform;
import dev.muster.platform.part.Part;
import dev.muster.platform.part.ServiceKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Flight recordings of task-service, the gateway and this process while something is measured: in
 * each a profile of where the CPU goes. Without a folder it records nothing.
 */
final class Recordings {
  private static final String NAME = "name=bench";

  private final Path folder;
  private final Map<String, Long> processes = new LinkedHashMap<>();

  private Recordings(Path folder, LocalPlatform platform) {
    this.folder = folder;
    for (ServiceKind kind : new ServiceKind[] {ServiceKind.TASK, ServiceKind.GATEWAY}) {
      for (Part part : platform.services(kind)) {
        processes.put(part.name(), part.pid());
      }
    }
    processes.put("client", ProcessHandle.current().pid());
  }

  static Recordings begin(Options options, LocalPlatform platform)
      throws IOException, InterruptedException {
    Recordings recordings = new Recordings(options.recordings(), platform);
    if (recordings.folder != null) {
      Files.createDirectories(recordings.folder);
      for (long pid : recordings.processes.values()) {
        String unused = Jcmd.run(pid, "JFR.start", NAME, "settings=profile");
      }
    }
    return recordings;
  }

  /** Writes them. */
  void end() throws IOException, InterruptedException {
    if (folder != null) {
      for (Map.Entry<String, Long> process : processes.entrySet()) {
        Path file = folder.resolve(process.getKey() + ".jfr");
        String unused = Jcmd.run(process.getValue(), "JFR.stop", NAME, "filename=" + file);
      }
    }
  }
}
