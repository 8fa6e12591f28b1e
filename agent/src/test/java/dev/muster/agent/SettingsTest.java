package dev.muster.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.muster.wire.Ack;
import dev.muster.wire.AgentCommand;
import dev.muster.wire.AgentSignal;
import dev.muster.wire.FrameCodec;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the server may change of a running agent, and when it wants it back. */
final class SettingsTest {
  private static final Logger ROOT = Logger.getLogger("");
  private static final Logger OWN = Logger.getLogger("muster");

  private final Level before = ROOT.getLevel();
  @TempDir private Path folder;
  private ScriptedServer server;
  private RunningAgent agent;

  @BeforeEach
  void start() throws Exception {
    server = new ScriptedServer();
    agent = new RunningAgent(server, folder, 2);
    server.next(AgentSignal.Register.class);
    server.next(AgentSignal.Heartbeat.class);
  }

  @AfterEach
  void stop() throws Exception {
    ROOT.setLevel(before);
    OWN.setLevel(null);
    agent.close();
    server.close();
  }

  @Test
  void anotherHeartbeatIntervalHoldsAtOnce() throws Exception {
    assertThat(update("{\"heartbeat_interval_ms\":1000}").code()).isZero();

    for (int i = 0; i < 2; i++) {
      server.next(AgentSignal.Heartbeat.class);
    }
  }

  @Test
  void theLogLevelIsChanged() throws Exception {
    assertThat(update("{\"log_level\":\"debug\"}").code()).isZero();

    assertThat(Logger.getLogger("muster.process").isLoggable(Level.FINE)).isTrue();
    assertThat(Logger.getLogger("java.lang.ProcessBuilder").isLoggable(Level.FINE)).isFalse();
  }

  @Test
  void settingsOfANewerServerAreIgnored() throws Exception {
    assertThat(update("{\"colour\":\"red\",\"log_level\":\"warn\"}").code()).isZero();

    assertThat(Logger.getLogger("muster.process").isLoggable(Level.INFO)).isFalse();
    assertThat(ROOT.getLevel()).isEqualTo(Level.WARNING);
  }

  @Test
  void oneBadValueChangesNothing() throws Exception {
    for (String arguments :
        new String[] {
          "[]",
          "{\"log_level\":\"debug\",\"heartbeat_interval_ms\":999}",
          "{\"log_level\":\"debug\",\"heartbeat_interval_ms\":60001}",
          "{\"log_level\":\"debug\",\"heartbeat_interval_ms\":\"1000\"}",
          "{\"log_level\":\"loud\"}"
        }) {
      assertThat(update(arguments).code()).as(arguments).isEqualTo(1001);
    }

    assertThat(ROOT.getLevel()).isEqualTo(before);
    assertThat(OWN.getLevel()).isNull();
  }

  @Test
  void itComesBackNoSoonerThanTheServerAsksFor() throws Exception {
    long closed = System.nanoTime();
    server.closeSocket(1001, "this gateway is shutting down (retry in 700 ms)");
    server.next(AgentSignal.Register.class);

    assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - closed)).isBetween(700L, 5_000L);
  }

  private Ack update(String arguments) throws InterruptedException {
    try {
      String id =
          server.send(
              new AgentCommand.Control(
                  AgentCommand.Control.UPDATE_CONFIG, FrameCodec.JSON.readTree(arguments)));
      Ack ack = server.nextMessage(Ack.class);
      while (!ack.messageId().equals(id)) {
        ack = server.nextMessage(Ack.class);
      }
      return ack;
    } catch (JsonProcessingException e) {
      throw new AssertionError(arguments, e);
    }
  }
}
