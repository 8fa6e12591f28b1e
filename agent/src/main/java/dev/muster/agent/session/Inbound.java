package dev.muster.agent.session;

import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** Puts messages together, and notes that the server lives. Never called concurrently. */
final class Inbound implements WebSocket.Listener {
  private static final int MAX_CHARACTERS = 4 << 20;

  private final Consumer<String> messages;
  private final Consumer<Departure> over;
  private final StringBuilder message = new StringBuilder();
  private volatile long heardAt = System.nanoTime();

  Inbound(Consumer<String> messages, Consumer<Departure> over) {
    this.messages = messages;
    this.over = over;
  }

  /** By {@link System#nanoTime()}. */
  long heardAt() {
    return heardAt;
  }

  @Override
  public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
    heardAt = System.nanoTime();
    if (message.length() + data.length() > MAX_CHARACTERS) {
      over.accept(new Departure.Lost("the server sent a frame that is too large"));
      return null;
    }
    message.append(data);
    if (last) {
      String whole = message.toString();
      message.setLength(0);
      messages.accept(whole);
    }
    socket.request(1);
    return null;
  }

  @Override
  public CompletionStage<?> onPong(WebSocket socket, ByteBuffer data) {
    heardAt = System.nanoTime();
    socket.request(1);
    return null;
  }

  @Override
  public CompletionStage<?> onPing(WebSocket socket, ByteBuffer data) {
    heardAt = System.nanoTime();
    socket.request(1);
    return null;
  }

  @Override
  public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
    over.accept(new Departure.Closed(code, reason));
    return null;
  }

  @Override
  public void onError(WebSocket socket, Throwable error) {
    over.accept(new Departure.Lost("the connection broke: " + Reasons.of(error)));
  }
}
