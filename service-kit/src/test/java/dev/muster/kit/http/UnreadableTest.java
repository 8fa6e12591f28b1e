package dev.muster.kit.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.test.PostgresAndRedis;
import dev.muster.test.auth.WithAuthServer;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that the framework gives up on: the caller's mistake, told in a framed answer. */
@QuarkusTest
@QuarkusTestResource(PostgresAndRedis.class)
@QuarkusTestResource(WithAuthServer.class)
class UnreadableTest {
  @TestHTTPResource("/")
  URI base;

  @ParameterizedTest
  @ValueSource(strings = {"Host: a b", "Host: a\"<", "X-No-Host: x"})
  void withoutAReadableHost(String header) throws IOException {
    assertThat(exchange("GET /api/samples/bare HTTP/1.1\r\n" + header + "\r\n"))
        .startsWith("HTTP/1.1 400 ")
        .contains("\"code\":1001", "\"data\":null");
    assertThat(exchange("GET /api/v1/samples/bare HTTP/1.1\r\n" + header + "\r\n"))
        .startsWith("HTTP/1.1 400 ")
        .contains("application/problem+json", "\"code\":1001");
  }

  @Test
  void whatTheEdgeLetsThroughIsRead() throws IOException {
    assertThat(
            exchange("GET /api/samples/bare?q=" + "x".repeat(16_000) + " HTTP/1.1\r\nHost: x\r\n"))
        .startsWith("HTTP/1.1 200 ");
    assertThat(
            exchange(
                "GET /api/samples/bare HTTP/1.1\r\nHost: x\r\nCookie: a="
                    + "x".repeat(32_000)
                    + "\r\n"))
        .startsWith("HTTP/1.1 200 ");
  }

  /** All that is answered to this head of a request. */
  private String exchange(String head) throws IOException {
    try (Socket socket = new Socket(base.getHost(), base.getPort())) {
      socket.setSoTimeout(20_000);
      String whole = head + "Connection: close\r\n\r\n";
      socket.getOutputStream().write(whole.getBytes(StandardCharsets.ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
