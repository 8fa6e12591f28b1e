package dev.muster.agent.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HostLoadTest {
  @TempDir private Path proc;

  @Test
  void cpuIsTheBusyShareSinceTheLastLook() throws Exception {
    HostLoad load = new HostLoad(proc);
    stat("cpu  100 0 100 700 100 0 0 0 0 0");
    assertThat(load.cpuPercent()).isEqualTo(20.0);
    stat("cpu  150 0 125 720 105 0 0 0 50 0");
    assertThat(load.cpuPercent()).isEqualTo(75.0);
    assertThat(load.cpuPercent()).isZero();
  }

  @Test
  void memoryIsWhatIsNotAvailable() throws Exception {
    Files.writeString(
        proc.resolve("meminfo"),
        "MemTotal:       8000 kB\nMemFree:         100 kB\nMemAvailable:   6000 kB\n",
        StandardCharsets.UTF_8);
    assertThat(new HostLoad(proc).memoryPercent()).isEqualTo(25.0);
  }

  @Test
  void withoutProcNothingIsKnown() {
    assertThat(new HostLoad(proc).cpuPercent()).isNull();
    assertThat(new HostLoad(proc).memoryPercent()).isNull();
  }

  private void stat(String line) throws Exception {
    Files.writeString(proc.resolve("stat"), line + "\n", StandardCharsets.UTF_8);
  }
}
