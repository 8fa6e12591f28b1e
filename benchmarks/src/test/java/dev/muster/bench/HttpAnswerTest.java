package dev.muster.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import org.junit.jupiter.api.Test;

class HttpAnswerTest {
  private static final String BY_LENGTH =
      "HTTP/1.1 201 Created\r\nContent-Type: application/json\r\ncontent-length: 4\r\n\r\n{\"\":";
  private static final String BY_CHUNKS =
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n";

  @Test
  void anAnswerIsReadByItsLength() {
    assertThat(HttpAnswer.read(Buffer.buffer(BY_LENGTH))).contains(new HttpAnswer(201, "{\"\":"));
  }

  @Test
  void anAnswerIsReadByItsChunks() {
    assertThat(HttpAnswer.read(Buffer.buffer(BY_CHUNKS))).contains(new HttpAnswer(200, "abcde"));
  }

  @Test
  void nothingIsReadBeforeAllIsThere() {
    for (String whole : new String[] {BY_LENGTH, BY_CHUNKS}) {
      for (int end = 0; end < whole.length(); end++) {
        assertThat(HttpAnswer.read(Buffer.buffer(whole.substring(0, end)))).isEmpty();
      }
    }
  }
}
