package dev.muster.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.muster.task.Stages;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Payloads that agents send. */
final class SignalCodec {
  private static final int MAX_SLOTS = 100_000;
  private static final int MAX_SENTENCE = 8_192;

  private SignalCodec() {}

  static Optional<AgentSignal> read(String kind, Members in) throws FrameException {
    return Optional.ofNullable(
        switch (kind) {
          case "agent_register" -> register(in);
          case "heartbeat" ->
              new AgentSignal.Heartbeat(
                  in.optionalPercent("cpu_percent"),
                  in.optionalPercent("memory_percent"),
                  (int) in.number("running", 0, MAX_SLOTS, 0),
                  (int) in.number("free_slots", 0, MAX_SLOTS, 0));
          case "task_pull" -> new AgentSignal.TaskPull((int) in.number("slots", 1, MAX_SLOTS, 1));
          case "task_accept" -> new AgentSignal.TaskAccept(in.attempt());
          case "task_reject" ->
              new AgentSignal.TaskReject(in.attempt(), in.text("reason", MAX_SENTENCE));
          case "task_progress" ->
              new AgentSignal.TaskProgress(
                  in.attempt(),
                  in.optionalPercent("percent"),
                  in.optionalText("stage", Stages.MAX_LENGTH),
                  in.optionalText("message", MAX_SENTENCE),
                  in.json("data"));
          case "task_log" -> log(in);
          case "task_result" ->
              new AgentSignal.TaskResult(
                  in.attempt(), orNull(in.json("result")), in.optionalInt("exit_code"));
          case "task_error" -> error(in);
          case "agent_goodbye" -> new AgentSignal.Goodbye(in.optionalText("reason", MAX_SENTENCE));
          case "ack" -> AckCodec.read(in);
          default -> null;
        });
  }

  static ObjectNode write(AgentSignal signal) {
    ObjectNode out = FrameCodec.JSON.createObjectNode();
    switch (signal) {
      case AgentSignal.Register register -> write(register, out);
      case AgentSignal.Heartbeat beat -> {
        putIfPresent(out, "cpu_percent", beat.cpuPercent());
        putIfPresent(out, "memory_percent", beat.memoryPercent());
        out.put("running", beat.running());
        out.put("free_slots", beat.freeSlots());
      }
      case AgentSignal.TaskPull pull -> out.put("slots", pull.slots());
      case AgentSignal.TaskAccept accept -> CommandCodec.putAttempt(out, accept.attempt());
      case AgentSignal.TaskReject reject ->
          CommandCodec.putAttempt(out, reject.attempt()).put("reason", reject.reason());
      case AgentSignal.TaskProgress progress -> {
        CommandCodec.putAttempt(out, progress.attempt());
        putIfPresent(out, "percent", progress.percent());
        CommandCodec.putIfPresent(out, "stage", progress.stage());
        CommandCodec.putIfPresent(out, "message", progress.message());
        if (progress.data() != null) {
          out.set("data", progress.data());
        }
      }
      case AgentSignal.TaskLog log -> write(log, out);
      case AgentSignal.TaskResult result -> {
        CommandCodec.putAttempt(out, result.attempt());
        out.set("result", orNull(result.result()));
        putIfPresent(out, result.exitCode());
      }
      case AgentSignal.TaskError error -> {
        CommandCodec.putAttempt(out, error.attempt());
        out.put("kind", error.errorKind().wire());
        out.put("message", error.message());
        if (error.retryable() != null) {
          out.put("retryable", error.retryable());
        }
        putIfPresent(out, error.exitCode());
      }
      case AgentSignal.Goodbye goodbye ->
          CommandCodec.putIfPresent(out, "reason", goodbye.reason());
      case Ack ack -> out.setAll(AckCodec.write(ack));
    }
    return out;
  }

  private static AgentSignal register(Members in) throws FrameException {
    List<RunningAttempt> running = new ArrayList<>();
    for (Members each : in.objects("running")) {
      running.add(new RunningAttempt(each.attempt(), each.numberMap("phase_offsets")));
    }
    return new AgentSignal.Register(
        in.optionalText("version", 64),
        in.texts("capabilities", 64, 64),
        (int) in.number("slots", 0, MAX_SLOTS),
        in.textMap("labels", 64, 256),
        in.optionalText("machine_id", 128),
        List.copyOf(running));
  }

  private static AgentSignal log(Members in) throws FrameException {
    String content = in.optionalText("content", Integer.MAX_VALUE);
    String base64 = in.optionalText("content_base64", Integer.MAX_VALUE);
    if ((content == null) == (base64 == null)) {
      throw in.refuse("exactly one of content and content_base64 is needed");
    }
    LogContent bytes;
    try {
      bytes =
          content != null
              ? LogContent.of(content)
              : new LogContent(Base64.getDecoder().decode(base64));
    } catch (IllegalArgumentException e) {
      throw in.refuse("content_base64 is not base64");
    }
    String phase = in.optionalName("phase", Stages.MAX_LENGTH);
    return new AgentSignal.TaskLog(
        in.attempt(),
        phase == null ? "run" : phase,
        choice(in, "stream", LogStream.values(), LogStream::wire),
        in.number("offset", 0, Long.MAX_VALUE),
        bytes);
  }

  private static AgentSignal error(Members in) throws FrameException {
    return new AgentSignal.TaskError(
        in.attempt(),
        choice(in, "kind", TaskErrorKind.values(), TaskErrorKind::wire),
        in.text("message", MAX_SENTENCE),
        in.optionalBoolean("retryable"),
        in.optionalInt("exit_code"));
  }

  private static <E> E choice(Members in, String name, E[] values, Function<E, String> wire)
      throws FrameException {
    String text = in.text(name, 64);
    for (E value : values) {
      if (wire.apply(value).equals(text)) {
        return value;
      }
    }
    throw in.refuse(name + " must be one of " + Arrays.stream(values).map(wire).toList());
  }

  private static void write(AgentSignal.Register register, ObjectNode out) {
    CommandCodec.putIfPresent(out, "version", register.version());
    ArrayNode capabilities = out.putArray("capabilities");
    register.capabilities().forEach(capabilities::add);
    out.put("slots", register.slots());
    ObjectNode labels = out.putObject("labels");
    register.labels().forEach(labels::put);
    CommandCodec.putIfPresent(out, "machine_id", register.machineId());
    ArrayNode running = out.putArray("running");
    for (RunningAttempt each : register.running()) {
      ObjectNode item = CommandCodec.putAttempt(running.addObject(), each.attempt());
      ObjectNode offsets = item.putObject("phase_offsets");
      for (Map.Entry<String, Long> offset : each.phaseOffsets().entrySet()) {
        offsets.put(offset.getKey(), offset.getValue());
      }
    }
  }

  private static void write(AgentSignal.TaskLog log, ObjectNode out) {
    CommandCodec.putAttempt(out, log.attempt());
    out.put("phase", log.phase());
    out.put("stream", log.stream().wire());
    out.put("offset", log.offset());
    Optional<String> text = log.content().text();
    if (text.isPresent()) {
      out.put("content", text.get());
    } else {
      out.put("content_base64", Base64.getEncoder().encodeToString(log.content().bytes()));
    }
  }

  private static void putIfPresent(ObjectNode out, String name, Double value) {
    if (value != null) {
      out.put(name, value);
    }
  }

  private static void putIfPresent(ObjectNode out, Integer exitCode) {
    if (exitCode != null) {
      out.put("exit_code", exitCode);
    }
  }

  private static JsonNode orNull(JsonNode node) {
    return node == null ? NullNode.getInstance() : node;
  }
}
