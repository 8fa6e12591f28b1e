package dev.muster.system.client;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** How the gateway answers an agent's upgrade. */
public final class Handshakes {
  private Handshakes() {}

  /** The status; 101 when it lets the agent in. */
  public static int status(String base, UUID agentId, String token)
      throws IOException, InterruptedException, TimeoutException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      WebSocket socket =
          client
              .newWebSocketBuilder()
              .subprotocols("agent-token", token)
              .buildAsync(
                  URI.create(base.replaceFirst("^http", "ws") + "/ws/agent/" + agentId),
                  new WebSocket.Listener() {})
              .get(15, TimeUnit.SECONDS);
      socket.abort();
      client.shutdownNow();
      return 101;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof WebSocketHandshakeException refused) {
        return refused.getResponse().statusCode();
      }
      throw new IOException(e.getCause());
    }
  }
}
