package dev.muster.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.wire.Ack;
import dev.muster.wire.AgentCommand;
import dev.muster.wire.AgentSignal;
import dev.muster.wire.AttemptRef;
import dev.muster.wire.Frame;
import dev.muster.wire.FrameCodec;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TokenRotationTest {
  @TempDir private Path folder;
  private ScriptedServer server;
  private RunningAgent agent;

  @BeforeEach
  void start() throws Exception {
    server = new ScriptedServer();
    agent = new RunningAgent(server, folder, 2);
    server.next(AgentSignal.Register.class);
  }

  @AfterEach
  void stop() throws Exception {
    agent.close();
    server.close();
  }

  @Test
  void theNewTokenIsAcknowledgedAndShownWhileATaskRunsOn() throws Exception {
    AttemptRef attempt = server.dispatch("process", "{\"script\":\"echo a; sleep 1; echo b\"}");
    server.next(AgentSignal.TaskLog.class);
    String offer = rotate("new-token");

    assertThat(ackOf(offer).code()).isZero();
    AgentSignal.Register again = server.nextMessage(AgentSignal.Register.class);
    assertThat(server.shown).containsExactly(RunningAgent.TOKEN, "new-token");
    assertThat(again.running())
        .singleElement()
        .satisfies(running -> assertThat(running.attempt()).isEqualTo(attempt));
    assertThat(server.nextMessage(AgentSignal.TaskLog.class).offset()).isEqualTo(2);
    assertThat(server.nextMessage(AgentSignal.TaskResult.class).attempt()).isEqualTo(attempt);
  }

  @Test
  void afterARestartTheNewTokenIsShown() throws Exception {
    rotate("new-token");
    server.next(AgentSignal.Register.class);
    agent.close();
    agent = new RunningAgent(server, folder, 2);
    server.next(AgentSignal.Register.class);

    assertThat(server.shown).containsExactly(RunningAgent.TOKEN, "new-token", "new-token");
  }

  @Test
  void whenTheServerHasForgottenItsOfferTheOldTokenIsShownAtOnce() throws Exception {
    server.accepts = RunningAgent.TOKEN::equals;
    rotate("forgotten");
    server.next(AgentSignal.Register.class);
    assertThat(server.shown).containsExactly(RunningAgent.TOKEN, "forgotten", RunningAgent.TOKEN);
    server.accepts = token -> true;
    rotate("second-offer");
    server.next(AgentSignal.Register.class);

    assertThat(server.shown).endsWith("second-offer");
  }

  @Test
  void theSameOfferTwiceCostsOneConnection() throws Exception {
    rotate("new-token");
    server.next(AgentSignal.Register.class);
    String again = rotate("new-token");

    assertThat(ackOf(again).code()).isZero();
    server.dispatch("echo", "1");
    server.next(AgentSignal.TaskResult.class);
    assertThat(server.shown).hasSize(2);
  }

  @Test
  void whatCannotBeATokenIsRefusedAndChangesNothing() throws Exception {
    for (String text : new String[] {"", "a b", "a,b", "ü", "x".repeat(513)}) {
      assertThat(ackOf(rotate(text)).code()).isEqualTo(1001);
    }
    String without = server.send(new AgentCommand.Control("rotate_token", null));

    assertThat(ackOf(without).code()).isEqualTo(1001);
    assertThat(server.shown).hasSize(1);
  }

  @Test
  void theServersResumeDoesNotUndoTheAgentsOwnLeaving() throws Exception {
    server.dispatch("sleep", "{\"seconds\":60}");
    server.next(AgentSignal.TaskAccept.class);
    Thread leaving = Thread.ofPlatform().start(Unchecked.of(agent.agent::leave));
    AgentSignal.Heartbeat beat = server.nextMessage(AgentSignal.Heartbeat.class);
    while (beat.freeSlots() > 0) {
      beat = server.nextMessage(AgentSignal.Heartbeat.class);
    }
    server.send(new AgentCommand.Control("resume", null));
    server.dispatch("echo", "1");

    assertThat(server.nextMessage(AgentSignal.TaskReject.class).reason()).isEqualTo("draining");
    leaving.join();
  }

  private String rotate(String token) {
    return server.send(
        new AgentCommand.Control(
            "rotate_token", FrameCodec.JSON.createObjectNode().put("token", token)));
  }

  private Ack ackOf(String messageId) throws InterruptedException {
    while (true) {
      Frame<AgentSignal> frame = server.next(Ack.class);
      if (frame.message() instanceof Ack ack && ack.messageId().equals(messageId)) {
        return ack;
      }
    }
  }
}
