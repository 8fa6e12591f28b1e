package dev.muster.gateway.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.muster.gateway.agent.AgentDialect.Inbound;
import dev.muster.id.Ids;
import dev.muster.internal.AgentOrders;
import dev.muster.internal.AgentProfile;
import dev.muster.internal.SessionOpen;
import dev.muster.internal.SessionOpened;
import dev.muster.wire.AgentCommand;
import dev.muster.wire.AgentSignal;
import dev.muster.wire.AttemptRef;
import dev.muster.wire.FrameCodec;
import dev.muster.wire.FrameLimits;
import dev.muster.wire.ResendPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** One dialect, spoken to without a session. */
final class DialectReading {
  static final UUID TASK = UUID.fromString("0197f3a0-7c1e-7d3a-9b52-3f1c5a2e8d10");
  static final AttemptRef ATTEMPT = new AttemptRef(TASK, "0197f3a0-7c20-7001-8a11-6b0de2f4c3aa", 1);
  static final AgentProfile PROFILE =
      new AgentProfile(
          UUID.fromString("0197f3a0-7c50-7000-8000-000000000001"),
          "a",
          "generic",
          "default",
          "public",
          List.of(),
          4,
          AgentOrders.NONE,
          0);

  final AgentDialect dialect;

  DialectReading(AgentDialect dialect) {
    this.dialect = dialect;
  }

  /** The session opens, and the agent holds these. */
  List<AgentCommand> open(List<SessionOpen.Attempt> abandon, AttemptRef... held) {
    List<SessionOpen.Attempt> attempts =
        List.of(held).stream()
            .map(each -> new SessionOpen.Attempt(each.taskId(), each.leaseId(), each.attempt()))
            .toList();
    return dialect.opened(
        new SessionOpened(1, 15_000, abandon, attempts),
        new AgentCommand.Registered(
            "s", 15_000, ResendPolicy.DEFAULT, FrameLimits.DEFAULT, List.of(), null));
  }

  DialectReading opened(AttemptRef... held) {
    List<AgentCommand> unused = open(List.of(), held);
    return this;
  }

  List<Inbound> hear(String type, String payload) {
    return dialect.read(frame("m-1", type, payload));
  }

  static String frame(String id, String type, String payload) {
    return "{\"id\":\"%s\",\"type\":\"%s\",\"ts\":1764000000,\"payload\":%s}"
        .formatted(id, type, payload);
  }

  List<AgentSignal> signals(String type, String payload) {
    return signals(hear(type, payload));
  }

  static List<AgentSignal> signals(List<Inbound> said) {
    List<AgentSignal> signals = new ArrayList<>();
    for (Inbound each : said) {
      assertThat(each).isInstanceOf(Inbound.Signal.class);
      signals.add(((Inbound.Signal) each).frame().message());
    }
    return signals;
  }

  /** Empty where there is no word for it. */
  Optional<JsonNode> write(String messageId, AgentCommand command) {
    return dialect
        .write(messageId, 1_764_000_000_000L, command.kind(), FrameCodec.payload(command), Map.of())
        .map(DialectReading::json);
  }

  void given(String messageId) {
    assertThat(write(messageId, dispatch())).isPresent();
  }

  static AgentCommand dispatch() {
    return new AgentCommand.DispatchTask(
        ATTEMPT, "echo", null, 60_000, 15_000, "run", null, Map.of(), 5_000);
  }

  static AgentCommand cancel() {
    return new AgentCommand.CancelTask(ATTEMPT, "asked for", 10_000);
  }

  static String task() {
    return "{\"task_id\":\"" + TASK + "\"}";
  }

  static String task(String members) {
    return "{\"task_id\":\"" + TASK + "\"," + members + "}";
  }

  static SessionOpen.Attempt unknownLease() {
    return new SessionOpen.Attempt(Ids.next(), null, 0);
  }

  static JsonNode json(String text) {
    try {
      return FrameCodec.JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new AssertionError(text, e);
    }
  }
}
