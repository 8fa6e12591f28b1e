package dev.muster.platform.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessIdentityTest {
  private Process sleeper;
  private ProcessIdentity identity;

  @BeforeEach
  void start() throws Exception {
    sleeper = new ProcessBuilder("sleep", "600").start();
    identity = ProcessIdentity.of(sleeper.pid()).orElseThrow();
  }

  @AfterEach
  void stop() {
    sleeper.destroyForcibly();
  }

  @Test
  void survivesBeingWrittenDown(@TempDir Path folder) throws Exception {
    new PidRecord("sleeper", identity, "http://127.0.0.1:1").write(folder);
    assertThat(PidRecord.read(folder, "sleeper"))
        .contains(new PidRecord("sleeper", identity, "http://127.0.0.1:1"));
    assertThat(identity.isRunning()).isTrue();
  }

  @Test
  void anotherProcessWithTheSamePidIsLeftAlone() throws Exception {
    ProcessIdentity stale =
        new ProcessIdentity(identity.pid(), identity.started() + "0", identity.executable());
    assertThat(stale.isRunning()).isFalse();
    stale.end(Duration.ofSeconds(1));
    assertThat(sleeper.isAlive()).isTrue();
  }

  @Test
  void anotherProgramInTheSameProcessIsLeftAlone() throws Exception {
    ProcessIdentity other = new ProcessIdentity(identity.pid(), identity.started(), "postgres");
    other.end(Duration.ofSeconds(1));
    assertThat(sleeper.isAlive()).isTrue();
  }

  @Test
  void endsAProcessThatIsPaused() throws Exception {
    Signal.PAUSE.send(identity.pid());
    identity.end(Duration.ofSeconds(10));
    assertThat(identity.isRunning()).isFalse();
  }

  @Test
  void killsAProcessThatDoesNotLeave(@TempDir Path folder) throws Exception {
    Path ready = folder.resolve("ready");
    Process stubborn =
        new ProcessBuilder(
                "/bin/sh", "-c", "trap '' TERM; : > " + ready + "; while :; do sleep 0.1; done")
            .start();
    while (!Files.exists(ready)) {
      Thread.onSpinWait();
    }
    ProcessIdentity stays = ProcessIdentity.of(stubborn.pid()).orElseThrow();
    stays.end(Duration.ofMillis(200));
    assertThat(stubborn.waitFor()).isEqualTo(137);
  }
}
