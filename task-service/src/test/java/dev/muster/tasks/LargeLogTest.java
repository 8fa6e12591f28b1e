package dev.muster.tasks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.wire.AttemptRef;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.Base64;
import java.util.Random;
import java.util.UUID;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class LargeLogTest extends QueueCase {
  private static final int CHUNK = 700_000;
  private static final int SIZE = 64 << 20;
  private static final int LINE_FROM = 20 << 20;
  private static final int LINE_TO = 30 << 20;

  @TestHTTPResource URI base;
  private final HttpClient client = HttpClient.newHttpClient();

  @AfterEach
  void closeDesk() {
    auth.answerWith(null);
  }

  @Test
  void sixtyFourMegabytesAreReadFromAnyOffsetByteForByte() throws Exception {
    byte[] bytes = output();
    AttemptRef attempt = running();
    var unused = new AgentDesk(agent, auth);
    for (int from = 0; from < SIZE; from += CHUNK) {
      byte[] part = Arrays.copyOfRange(bytes, from, Math.min(SIZE, from + CHUNK));
      assertThat(post(attempt.taskId(), from, part)).isEqualTo(200);
    }
    gateway.say(agent, done(attempt));
    Random random = new Random(1);
    for (int i = 0; i < 8; i++) {
      isReadFrom(attempt.taskId(), bytes, random.nextInt(SIZE), i % 2 == 0);
    }
    isReadFrom(attempt.taskId(), bytes, SIZE - 3, true);
    isReadFrom(attempt.taskId(), bytes, SIZE, true);
  }

  private int post(UUID task, int offset, byte[] bytes) throws Exception {
    String chunk =
        "{\"encoding\":\"base64\",\"offset\":%d,\"content\":\"%s\"}"
            .formatted(offset, Base64.getEncoder().encodeToString(bytes));
    HttpRequest.Builder request =
        HttpRequest.newBuilder(base.resolve("/api/v1/agents/tasks/" + task + "/logs/chunk"))
            .header("Content-Type", "application/json")
            .header("Authorization", "Bearer " + AgentDesk.TOKEN)
            .header("X-Agent-Id", agent.toString())
            .POST(HttpRequest.BodyPublishers.ofString(chunk));
    return client.send(request.build(), HttpResponse.BodyHandlers.discarding()).statusCode();
  }

  /** Lines, one of them of ten megabytes, and bytes that are no text. */
  private static byte[] output() {
    byte[] bytes = new byte[SIZE];
    new Random(7).nextBytes(bytes);
    Arrays.fill(bytes, LINE_FROM, LINE_TO, (byte) 'x');
    bytes[LINE_TO] = '\n';
    return bytes;
  }

  private void isReadFrom(UUID task, byte[] bytes, int offset, boolean packed) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(base.resolve("/api/v1/tasks/" + task + "/logs?offset=" + offset))
            .header("Accept", "text/plain")
            .header("Authorization", "Bearer " + auth.token(user.toString(), "user"));
    if (packed) {
      request.header("Accept-Encoding", "gzip");
    }
    HttpResponse<byte[]> answer =
        client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Vary")).hasValue("Accept-Encoding");
    assertThat(answer.headers().firstValue("Content-Encoding").isPresent()).isEqualTo(packed);
    byte[] body = answer.body();
    if (packed) {
      body = new GZIPInputStream(new ByteArrayInputStream(body)).readAllBytes();
    }
    int end = Math.min(SIZE, offset + (1 << 20));
    assertThat(Arrays.equals(body, Arrays.copyOfRange(bytes, offset, end))).isTrue();
    assertThat(answer.headers().firstValueAsLong("X-Log-Next-Offset")).hasValue(end);
    assertThat(answer.headers().firstValue("X-Log-Complete"))
        .hasValue(Boolean.toString(end == SIZE));
  }
}
