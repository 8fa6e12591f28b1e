package dev.muster.tasks.follow;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Writes server-sent events, each write awaited, so that a slow reader is read for slowly and one
 * that doesn't read at all is left. Once the reader has gone nothing is written.
 */
public final class SseWriter {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final HttpServerResponse response;
  private final StringBuilder text = new StringBuilder();
  private boolean gone;
  private long lastWord = System.nanoTime();

  SseWriter(HttpServerResponse response) {
    this.response = response;
  }

  /** The head, and when to come back after a loss: not everybody at once. */
  void begin() {
    response
        .setChunked(true)
        .putHeader("Content-Type", "text/event-stream")
        .putHeader("Cache-Control", "no-store")
        .putHeader("X-Accel-Buffering", "no");
    text.append("retry: ").append(ThreadLocalRandom.current().nextInt(500, 2_000)).append("\n\n");
    flush();
  }

  /** Gathered until {@link #flush}. */
  public SseWriter event(String id, String type, String data) {
    text.append("id: ").append(id).append('\n');
    text.append("event: ").append(type).append('\n');
    text.append("data: ").append(data).append("\n\n");
    return this;
  }

  void comment() {
    text.append(":\n\n");
    flush();
  }

  public void flush() {
    if (!text.isEmpty() && isOpen()) {
      lastWord = System.nanoTime();
      write(Buffer.buffer(text.toString()));
    }
    text.setLength(0);
  }

  boolean isOpen() {
    return !gone && !response.closed();
  }

  Duration silence() {
    return Duration.ofNanos(System.nanoTime() - lastWord);
  }

  private void write(Buffer bytes) {
    try {
      response
          .write(bytes)
          .toCompletionStage()
          .toCompletableFuture()
          .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | IllegalStateException e) {
      gone = true;
    } catch (TimeoutException e) {
      // An end as any other would look as if all had been sent.
      gone = true;
      boolean unused = response.reset();
    } catch (InterruptedException e) {
      gone = true;
      Thread.currentThread().interrupt();
    }
  }
}
