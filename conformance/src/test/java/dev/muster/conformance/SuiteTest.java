package dev.muster.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SuiteTest {
  @Test
  void eachCheckHasANameOfItsOwn() {
    assertThat(Suite.checks()).extracting(Check::id).doesNotHaveDuplicates();
    assertThat(Suite.checks())
        .allSatisfy(check -> assertThat(check.id()).matches("[a-z0-9]+\\.[A-Za-z0-9_-]+"));
  }

  @Test
  void aServerThatUpgradesNobodyFailsEveryCheckButThoseOfRefusals() throws Exception {
    try (ServerSocket server = answering("HTTP/1.1 401 Unauthorized\r\n\r\n")) {
      List<String> passed = new ArrayList<>();
      for (Check check : Suite.checks()) {
        if (Suite.run(check, target(server)) instanceof Result.Ok) {
          passed.add(check.id());
        }
      }
      assertThat(passed)
          .containsExactly(
              "handshake.token-wrong", "handshake.token-missing", "control.token-wrong");
    }
  }

  @Test
  void aServerThatOnlyUpgradesFailsWhatComesAfter() throws Exception {
    try (ServerSocket server =
        answering("HTTP/1.1 101 Switching Protocols\r\n\r\n" + "\u0081\u0002{}")) {
      for (Check check : Suite.checks()) {
        if (!check.id().matches("(handshake|deflate)\\..*")) {
          assertThat(Suite.run(check, target(server)))
              .as(check.id())
              .isInstanceOf(Result.Failed.class);
        }
      }
    }
  }

  @Test
  void theReportSaysWhatWasExpectedAndSeenButNoToken() throws Exception {
    try (ServerSocket server = answering("HTTP/1.1 503 Later\r\n\r\n")) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      PrintStream print = new PrintStream(out, true, StandardCharsets.UTF_8);
      String url = target(server).agent().toString();
      int code =
          Main.run(
              List.of("--url", url, "--only", "ping.empty", "--json"),
              Map.of("MUSTER_AGENT_TOKEN", "a-secret"),
              print,
              print);

      assertThat(code).isEqualTo(1);
      assertThat(out.toString(StandardCharsets.UTF_8))
          .contains("\"id\":\"ping.empty\"", "\"result\":\"failed\"", "\"seen\":\"503\"")
          .doesNotContain("a-secret");
    }
  }

  @Test
  void withoutAnAddressItSaysWhatToDo() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream print = new PrintStream(out, true, StandardCharsets.UTF_8);

    assertThat(Main.run(List.of(), Map.of(), print, print)).isEqualTo(2);
    assertThat(Main.run(List.of("--url", "http://x"), Map.of(), print, print)).isEqualTo(2);
    assertThat(Main.run(List.of("--url", "ws://x/ws/agent/1"), Map.of(), print, print))
        .isEqualTo(2);
    assertThat(Main.run(List.of("--only", "none"), Map.of(), print, print)).isEqualTo(2);
    assertThat(out.toString(StandardCharsets.UTF_8))
        .contains("usage:", "not a ws:// or wss:// address", "MUSTER_AGENT_TOKEN is not set")
        .contains("no such check: none");
  }

  private static Target target(ServerSocket server) {
    URI url = URI.create("ws://127.0.0.1:" + server.getLocalPort() + "/ws/");
    return new Target(
        url.resolve("/ws/agent/1"),
        "a-secret",
        Optional.of(new Target.Client(url, "another")),
        Duration.ofSeconds(5));
  }

  /** Says the same to everybody, once they have asked, and hangs up. */
  private static ServerSocket answering(String text) throws IOException {
    ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual()
        .start(
            () -> {
              while (!server.isClosed()) {
                try (Socket socket = server.accept()) {
                  StringBuilder asked = new StringBuilder();
                  while (asked.indexOf("\r\n\r\n") < 0) {
                    int octet = socket.getInputStream().read();
                    if (octet < 0) {
                      throw new EOFException("somebody only looked whether this is here");
                    }
                    asked.append((char) octet);
                  }
                  socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
                } catch (IOException ended) {
                  // The next one is served all the same.
                }
              }
            });
    return server;
  }
}
