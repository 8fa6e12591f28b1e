package dev.muster.gateway.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import dev.muster.wire.FrameCodec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientFrameTest {
  @Test
  void aFrameIsRead() throws Exception {
    ClientFrame frame =
        ClientFrame.read(
            "{\"id\":\"1\",\"type\":\"heartbeat\",\"ts\":1733000000,\"payload\":null}");

    assertThat(frame.id()).isEqualTo("1");
    assertThat(frame.type()).isEqualTo("heartbeat");
    assertThat(frame.payload()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      nullValues = "-",
      value = {
        "{ | -",
        "[] | -",
        "{\"type\":\"heartbeat\"} | -",
        "{\"id\":7,\"type\":\"heartbeat\"} | -",
        "{\"id\":\"1\",\"payload\":{\"a\":1e99999999999}} | 1",
        "{\"id\":\"1\",\"type\":\"task/submit\",\"payload\":{\"input\":\"\\ud800\"}} | 1",
        "{\"id\":\"1\"} | 1",
        "{\"id\":\"1\",\"type\":\"\"} | 1",
        "{\"id\":\"1\",\"type\":\"a\",\"payload\":[]} | 1"
      })
  void aWrongFrameIsRefusedUnderItsId(String text, String id) {
    assertThatExceptionOfType(ClientFrame.Unreadable.class)
        .isThrownBy(() -> ClientFrame.read(text))
        .satisfies(e -> assertThat(e.id()).isEqualTo(id));
  }

  @Test
  void timesAreSecondsAndAnswersNameWhatTheyAnswer() throws Exception {
    JsonNode frame =
        FrameCodec.JSON.readTree(
            ClientFrame.write(
                "task/status", FrameCodec.JSON.createObjectNode(), "q", 1_733_000_000_999L));

    assertThat(frame.path("ts").asLong()).isEqualTo(1_733_000_000L);
    assertThat(frame.path("reply_to").asText()).isEqualTo("q");
  }
}
