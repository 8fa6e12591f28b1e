package dev.muster.platform.api;

import dev.muster.platform.process.PlatformException;
import dev.muster.platform.process.Reason;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** A web socket of text frames, at the edge or at one gateway. */
public final class FrameSocket implements AutoCloseable {
  /** How the other side ended it. */
  public record Close(int code, String reason) {}

  private final HttpClient client = HttpClient.newHttpClient();
  private final CompletableFuture<Close> closed = new CompletableFuture<>();
  private final Consumer<String> onFrame;
  private final WebSocket socket;
  private CompletableFuture<WebSocket> lastSend;

  private FrameSocket(
      URI address, UnaryOperator<WebSocket.Builder> credentials, Consumer<String> onFrame) {
    this.onFrame = onFrame;
    WebSocket.Builder builder = client.newWebSocketBuilder().connectTimeout(Duration.ofSeconds(10));
    socket = credentials.apply(builder).buildAsync(address, new Listener()).join();
    lastSend = CompletableFuture.completedFuture(socket);
  }

  /**
   * Connects.
   *
   * @param onFrame told of one frame after the other, on a thread of the socket's; an exception
   *     ends the socket
   */
  public static FrameSocket open(
      String base,
      String path,
      UnaryOperator<WebSocket.Builder> credentials,
      Consumer<String> onFrame) {
    try {
      URI address = URI.create(base.replaceFirst("^http", "ws") + path);
      return new FrameSocket(address, credentials, onFrame);
    } catch (CompletionException e) {
      throw new PlatformException("cannot open the web socket: " + Reason.of(e.getCause()), e);
    }
  }

  /** Doesn't wait; frames leave in the order of the calls. */
  public synchronized CompletableFuture<?> send(String frame) {
    lastSend = lastSend.thenCompose(ready -> ready.sendText(frame, true));
    return lastSend;
  }

  /** Completes after the last frame, with a failure when nobody said goodbye. */
  public CompletableFuture<Close> closed() {
    return closed;
  }

  /** Without a word to the other side. */
  @Override
  public void close() {
    socket.abort();
    client.shutdownNow();
  }

  private final class Listener implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
      text.append(part);
      if (last) {
        onFrame.accept(text.toString());
        text.setLength(0);
      }
      from.request(1);
      return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
      closed.complete(new Close(code, reason));
      return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
      closed.completeExceptionally(error);
    }
  }
}
