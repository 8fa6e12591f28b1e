package dev.muster.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Payloads that the server sends. */
final class CommandCodec {
  private static final long MAX_MS = Long.MAX_VALUE;

  private CommandCodec() {}

  static Optional<AgentCommand> read(String kind, Members in) throws FrameException {
    return Optional.ofNullable(
        switch (kind) {
          case "agent_registered" -> registered(in);
          case "dispatch_task" ->
              new AgentCommand.DispatchTask(
                  in.attempt(),
                  in.text("type", 64),
                  orNull(in.json("input")),
                  in.number("timeout_ms", 0, MAX_MS),
                  in.number("lease_ms", 0, MAX_MS),
                  in.text("phase", 64),
                  in.optionalText("workspace_id", 64),
                  in.textMap("labels", 64, 256),
                  in.number("accept_within_ms", 0, MAX_MS));
          case "cancel_task" ->
              new AgentCommand.CancelTask(
                  in.attempt(),
                  in.optionalText("reason", 8_192),
                  in.number("grace_ms", 0, MAX_MS, 10_000));
          case "start_realtime_stream" ->
              new AgentCommand.StartRealtimeStream(in.attempt(), in.text("phase", 64));
          case "stop_realtime_stream" ->
              new AgentCommand.StopRealtimeStream(in.attempt(), in.text("phase", 64));
          case "agent_command" ->
              new AgentCommand.Control(in.text("command", 64), orNull(in.json("arguments")));
          case "error" ->
              new AgentCommand.ProtocolError(
                  (int) in.number("code", 1, 9_999),
                  in.text("message", 8_192),
                  in.optionalText("message_id", 64));
          case "ack" -> AckCodec.read(in);
          default -> null;
        });
  }

  static ObjectNode write(AgentCommand command) {
    ObjectNode out = FrameCodec.JSON.createObjectNode();
    switch (command) {
      case AgentCommand.Registered registered -> write(registered, out);
      case AgentCommand.DispatchTask dispatch -> {
        putAttempt(out, dispatch.attempt());
        out.put("type", dispatch.type());
        out.set("input", orNull(dispatch.input()));
        out.put("timeout_ms", dispatch.timeoutMs());
        out.put("lease_ms", dispatch.leaseMs());
        out.put("phase", dispatch.phase());
        putIfPresent(out, "workspace_id", dispatch.workspaceId());
        ObjectNode labels = out.putObject("labels");
        dispatch.labels().forEach(labels::put);
        out.put("accept_within_ms", dispatch.acceptWithinMs());
      }
      case AgentCommand.CancelTask cancel -> {
        putAttempt(out, cancel.attempt());
        putIfPresent(out, "reason", cancel.reason());
        out.put("grace_ms", cancel.graceMs());
      }
      case AgentCommand.StartRealtimeStream start ->
          putAttempt(out, start.attempt()).put("phase", start.phase());
      case AgentCommand.StopRealtimeStream stop ->
          putAttempt(out, stop.attempt()).put("phase", stop.phase());
      case AgentCommand.Control control -> {
        out.put("command", control.command());
        out.set("arguments", orNull(control.arguments()));
      }
      case AgentCommand.ProtocolError error -> {
        out.put("code", error.code());
        out.put("message", error.message());
        putIfPresent(out, "message_id", error.messageId());
      }
      case Ack ack -> out.setAll(AckCodec.write(ack));
    }
    return out;
  }

  static ObjectNode putAttempt(ObjectNode out, AttemptRef attempt) {
    return out.put("task_id", attempt.taskId().toString())
        .put("lease_id", attempt.leaseId())
        .put("attempt", attempt.attempt());
  }

  static void putIfPresent(ObjectNode out, String name, String value) {
    if (value != null) {
      out.put(name, value);
    }
  }

  private static AgentCommand registered(Members in) throws FrameException {
    Members resend = new Members(orEmpty(in.json("resend")), null);
    Members limits = new Members(orEmpty(in.json("limits")), null);
    List<AttemptRef> abandon = new ArrayList<>();
    for (Members each : in.objects("abandon")) {
      abandon.add(each.attempt());
    }
    ResendPolicy policy = ResendPolicy.DEFAULT;
    FrameLimits most = FrameLimits.DEFAULT;
    return new AgentCommand.Registered(
        in.text("session_id", 64),
        in.number("heartbeat_interval_ms", 1, MAX_MS),
        new ResendPolicy(
            resend.number("initial_ms", 1, MAX_MS, policy.initialMs()),
            resend.number("max_ms", 1, MAX_MS, policy.maxMs()),
            (int) resend.number("tries", 1, 1_000, policy.tries())),
        new FrameLimits(
            (int) limits.number("max_frame_bytes", 1, Integer.MAX_VALUE, most.maxFrameBytes()),
            (int) limits.number("max_result_bytes", 1, Integer.MAX_VALUE, most.maxResultBytes())),
        List.copyOf(abandon),
        orEmpty(in.json("config")));
  }

  private static void write(AgentCommand.Registered registered, ObjectNode out) {
    out.put("session_id", registered.sessionId());
    out.put("heartbeat_interval_ms", registered.heartbeatIntervalMs());
    out.putObject("resend")
        .put("initial_ms", registered.resend().initialMs())
        .put("max_ms", registered.resend().maxMs())
        .put("tries", registered.resend().tries());
    out.putObject("limits")
        .put("max_frame_bytes", registered.limits().maxFrameBytes())
        .put("max_result_bytes", registered.limits().maxResultBytes());
    ArrayNode abandon = out.putArray("abandon");
    for (AttemptRef each : registered.abandon()) {
      putAttempt(abandon.addObject(), each);
    }
    out.set("config", orEmpty(registered.config()));
  }

  private static JsonNode orNull(JsonNode node) {
    return node == null ? NullNode.getInstance() : node;
  }

  private static JsonNode orEmpty(JsonNode node) {
    return node == null ? FrameCodec.JSON.createObjectNode() : node;
  }
}
