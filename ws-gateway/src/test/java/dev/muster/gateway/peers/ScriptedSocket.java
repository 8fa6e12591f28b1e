package dev.muster.gateway.peers;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.muster.wire.FrameCodec;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A peer that says exactly what a test tells it to, and keeps what it hears. */
public final class ScriptedSocket implements WebSocket.Listener, AutoCloseable {
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final BlockingQueue<JsonNode> heard = new LinkedBlockingQueue<>();
  private final CompletableFuture<Closed> closed = new CompletableFuture<>();
  private final StringBuilder partial = new StringBuilder();
  private final boolean reads;
  private WebSocket socket;

  /** How the server ended the connection. */
  public record Closed(int code, String sentence) {}

  private ScriptedSocket(boolean reads) {
    this.reads = reads;
  }

  public static ScriptedSocket open(String url, Map<String, String> headers, String... protocols) {
    return open(url, headers, true, protocols);
  }

  /** One that never takes a frame off the wire when {@code reads} is false. */
  public static ScriptedSocket open(
      String url, Map<String, String> headers, boolean reads, String... protocols) {
    ScriptedSocket scripted = new ScriptedSocket(reads);
    WebSocket.Builder builder = HTTP.newWebSocketBuilder();
    headers.forEach(builder::header);
    if (protocols.length > 0) {
      String[] less = new String[protocols.length - 1];
      System.arraycopy(protocols, 1, less, 0, less.length);
      builder.subprotocols(protocols[0], less);
    }
    scripted.socket = builder.buildAsync(URI.create(url), scripted).join();
    return scripted;
  }

  /** The HTTP status with which an upgrade is refused. */
  public static int refusal(String url, String... protocols) {
    return refusal(url, Map.of(), protocols);
  }

  public static int refusal(String url, Map<String, String> headers, String... protocols) {
    try (ScriptedSocket accepted = open(url, headers, protocols)) {
      throw new AssertionError("upgraded with " + accepted.protocol());
    } catch (CompletionException e) {
      if (e.getCause() instanceof WebSocketHandshakeException refused) {
        return refused.getResponse().statusCode();
      }
      throw e;
    }
  }

  public String protocol() {
    return socket.getSubprotocol();
  }

  public void say(String text) {
    var unused = socket.sendText(text, true).join();
  }

  public void sayPart(String text, boolean last) {
    var unused = socket.sendText(text, last).join();
  }

  public void sayBytes(byte[] bytes) {
    var unused = socket.sendBinary(ByteBuffer.wrap(bytes), true).join();
  }

  /** The next frame that fits; others before it are dropped. */
  public JsonNode hear(Predicate<JsonNode> fits) {
    long until = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      JsonNode frame = next(Duration.ofNanos(until - System.nanoTime()));
      if (frame == null) {
        throw new AssertionError(
            "not heard within " + PATIENCE + (closed.isDone() ? ", closed " + closed.join() : ""));
      }
      if (fits.test(frame)) {
        return frame;
      }
    }
  }

  /** Null when nothing comes in that time. */
  public JsonNode next(Duration within) {
    try {
      return heard.poll(within.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  public Closed closed() {
    return closed.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
  }

  public boolean isClosed() {
    return closed.isDone();
  }

  @Override
  public void close() {
    var unused = socket.sendClose(WebSocket.NORMAL_CLOSURE, "").exceptionally(gone -> null);
  }

  /** Without a word. */
  public void vanish() {
    socket.abort();
  }

  @Override
  public void onOpen(WebSocket opened) {
    if (reads) {
      opened.request(Long.MAX_VALUE);
    }
  }

  @Override
  public CompletionStage<?> onText(WebSocket from, CharSequence text, boolean last) {
    partial.append(text);
    if (last) {
      try {
        heard.add(FrameCodec.JSON.readTree(partial.toString()));
      } catch (JsonProcessingException e) {
        throw new AssertionError(partial.toString(), e);
      }
      partial.setLength(0);
    }
    return null;
  }

  @Override
  public CompletionStage<?> onClose(WebSocket from, int code, String sentence) {
    closed.complete(new Closed(code, sentence));
    return null;
  }

  @Override
  public void onError(WebSocket from, Throwable failure) {
    closed.complete(new Closed(1006, String.valueOf(failure.getMessage())));
  }
}
