package dev.muster.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.muster.error.ErrorCode;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BadFramesTest {
  private static final String IDS =
      "\"task_id\":\"0197f3a0-7c1e-7d3a-9b52-3f1c5a2e8d10\",\"lease_id\":\"L\",\"attempt\":1";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[]",
        "\"text\"",
        "{} {}",
        "{\"message_kind\":\"heartbeat\"}",
        "{\"message_id\":7,\"message_kind\":\"heartbeat\"}",
        "{\"message_id\":\"\",\"message_kind\":\"heartbeat\"}",
        "{\"message_id\":\"m\",\"message_id\":\"n\",\"message_kind\":\"heartbeat\"}"
      })
  void aFrameThatCannotBeNamedIsRefusedWithoutAnId(String text) {
    assertThatExceptionOfType(FrameException.class)
        .isThrownBy(() -> FrameCodec.readSignal(text))
        .satisfies(
            e -> {
              assertThat(e.messageId()).isEmpty();
              assertThat(e.code()).isEqualTo(ErrorCode.BAD_PARAMETER);
            });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "agent_register | {} | slots is missing",
        "agent_register | {\"slots\":-1} | slots must be",
        "agent_register | {\"slots\":\"4\"} | slots must be",
        "agent_register | {\"slots\":1.5} | slots must be",
        "agent_register | {\"slots\":1,\"capabilities\":\"gpu\"} | capabilities must be a list",
        "agent_register | {\"slots\":1,\"capabilities\":[1]} | capabilities must hold strings",
        "agent_register | {\"slots\":1,\"labels\":{\"a\":1}} | labels must hold strings",
        "heartbeat | {\"cpu_percent\":101} | cpu_percent must be",
        "heartbeat | [] | payload must be an object",
        "task_accept | {} | task_id is missing",
        "task_accept | {\"task_id\":\"x\",\"lease_id\":\"L\",\"attempt\":1} | task_id must be a UUID",
        "task_reject | {IDS} | reason is missing",
        "task_progress | {IDS,\"stage\":7} | stage must be a string",
        "task_log | {IDS,\"stream\":\"stdin\",\"offset\":0,\"content\":\"\"} | stream must be one of",
        "task_log | {IDS,\"stream\":\"stdout\",\"offset\":0} | exactly one of",
        "task_log | {IDS,\"stream\":\"stdout\",\"offset\":0,\"content\":\"a\",\"content_base64\":\"YQ==\"} | exactly one of",
        "task_log | {IDS,\"stream\":\"stdout\",\"offset\":0,\"content_base64\":\"~\"} | not base64",
        "task_log | {IDS,\"stream\":\"stdout\",\"offset\":-1,\"content\":\"a\"} | offset must be",
        "task_result | {IDS,\"exit_code\":\"0\"} | exit_code must be",
        "task_error | {IDS,\"kind\":\"bored\",\"message\":\"m\"} | kind must be one of",
        "task_error | {IDS,\"kind\":\"failed\"} | message is missing",
        "ack | {} | message_id is missing"
      })
  void aWrongMemberIsNamedAndTheFrameToo(String kind, String payload, String sentence) {
    String text =
        "{\"message_id\":\"m1\",\"message_kind\":\"%s\",\"payload\":%s}"
            .formatted(kind, payload.replace("IDS", IDS));

    assertThatExceptionOfType(FrameException.class)
        .isThrownBy(() -> FrameCodec.readSignal(text))
        .withMessageContaining(sentence)
        .satisfies(e -> assertThat(e.messageId()).contains("m1"));
  }

  @Test
  void aKindOfANewerPeerIsNoError() throws Exception {
    assertThat(FrameCodec.readSignal("{\"message_id\":\"m1\",\"message_kind\":\"task_dream\"}"))
        .isEmpty();
  }

  @Test
  void aCommandIsNoSignal() throws Exception {
    String dispatch = "{\"message_id\":\"m1\",\"message_kind\":\"dispatch_task\",\"payload\":{}}";

    assertThat(FrameCodec.readSignal(dispatch)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{ | malformed",
        "{\"a\":NaN} | malformed",
        "{\"a\":1e99999999999} | a number is out of range",
        "{\"a\":1,\"a\":2} | the same member twice"
      })
  void whatIsWrongWithTheJsonIsSaidWithoutNamingClasses(String text, String sentence) {
    assertThatExceptionOfType(FrameException.class)
        .isThrownBy(() -> FrameCodec.readSignal(text))
        .withMessage("not valid JSON: " + sentence);
  }

  @Test
  void numbersNamesAndNestingBeyondTheLimitsAreSaidInOurWords() {
    String[] beyond = {"9".repeat(300), "[".repeat(90) + "]".repeat(90)};
    String[] sentences = {"a number is too long", "nested too deep"};
    for (int i = 0; i < beyond.length; i++) {
      String text = "{\"a\":" + beyond[i] + "}";
      assertThatExceptionOfType(FrameException.class)
          .isThrownBy(() -> FrameCodec.readSignal(text))
          .withMessage("not valid JSON: " + sentences[i]);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"message_id\":\"m1\",\"payload\":{\"a\":1e99999999999}}",
        "{\"payload\":{\"a\":1e99999999999},\"message_id\":\"m1\"}",
        "{\"payload\":[[[]],{}],\"message_id\":\"m1\",\"message_id\":\"m2\"}",
        "{\"message_id\":\"m1\",\"payload\":"
      })
  void theNameOfAnUnreadableFrameIsFound(String text) {
    assertThat(WireJson.member(text, "message_id")).contains("m1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "[\"message_id\"]", "{\"message_id\":7}", "{\"a\":{\"message_id\":\"m\"}}"})
  void aFrameWithoutANameHasNone(String text) {
    assertThat(WireJson.member(text, "message_id")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "a\\ud83d\\udc26b | a\ud83d\udc26b",
        "a\\ud83d | a\ufffd",
        "\\uDC26\\ud83db | \ufffd\ufffdb",
        "\\\\ud83d | \\ud83d",
        "\\\\\\ud83d | \\\ufffd"
      })
  void halfOfASurrogatePairIsReplaced(String escaped, String text) throws Exception {
    assertThat(WireJson.read("[\"" + escaped + "\"]").get(0).textValue()).isEqualTo(text);
  }

  @Test
  void numbersKeepTheirDigits() throws Exception {
    assertThat(WireJson.read("[1.0,1.10,100000000000000000000.5]"))
        .hasToString("[1.0,1.10,100000000000000000000.5]");
  }

  @Test
  void nestingBeyondTheLimitIsRefused() {
    String deep = "[".repeat(70) + "]".repeat(70);
    String text =
        "{\"message_id\":\"m1\",\"message_kind\":\"task_result\",\"payload\":{%s,\"result\":%s}}"
            .formatted(IDS, deep);

    assertThatExceptionOfType(FrameException.class).isThrownBy(() -> FrameCodec.readSignal(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{\"lease_id\":\"a\\u0000\"}", "{\"phase\":\"\"}", "{\"phase\":\"\\u0000\"}"})
  void namesThatNoDatabaseCanHoldAreRefused(String wrong) throws Exception {
    var payload =
        (ObjectNode)
            FrameCodec.JSON.readTree(
                "{%s,\"stream\":\"stdout\",\"offset\":0,\"content\":\"a\"}".formatted(IDS));
    payload.setAll((ObjectNode) FrameCodec.JSON.readTree(wrong));
    String text = FrameCodec.write("m1", 1, "task_log", payload, Map.of());

    assertThatExceptionOfType(FrameException.class)
        .isThrownBy(() -> FrameCodec.readSignal(text))
        .satisfies(e -> assertThat(e.messageId()).contains("m1"));
  }

  @Test
  void whatTheServersAcceptedIsReadableInsideOfADispatch() throws Exception {
    String deep = "[".repeat(63) + "9".repeat(99) + "e1" + "]".repeat(63);
    JsonNode input = FrameCodec.JSON.readTree(deep);
    AgentCommand.DispatchTask dispatch =
        new AgentCommand.DispatchTask(
            new AttemptRef(dev.muster.id.Ids.next(), "L", 1),
            "echo",
            input,
            1,
            1,
            "run",
            null,
            Map.of(),
            1);

    String text = FrameCodec.write(Frame.of(dispatch));

    assertThat(FrameCodec.readCommand(text).orElseThrow().message()).isEqualTo(dispatch);
    AgentSignal echo = new AgentSignal.TaskResult(dispatch.attempt(), input, null);
    assertThat(FrameCodec.readSignal(FrameCodec.write(Frame.of(echo))).orElseThrow().message())
        .isEqualTo(echo);
  }

  @Test
  void bytesThatAreNoTextTravelAsBase64() throws Exception {
    byte[] bytes = {(byte) 0xff, 0, 'a'};
    AgentSignal.TaskLog log =
        new AgentSignal.TaskLog(
            new AttemptRef(dev.muster.id.Ids.next(), "L", 1),
            "run",
            LogStream.STDERR,
            0,
            new LogContent(bytes));

    String text = FrameCodec.write(Frame.of(log));

    assertThat(text).contains("content_base64");
    assertThat(FrameCodec.readSignal(text).orElseThrow().message()).isEqualTo(log);
  }
}
