package dev.muster.tasks.event;

import dev.muster.tasks.queue.JsonText;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Writes server-sent events, each write awaited, so that a slow reader is read for slowly and one
 * that doesn't read at all is left. Every method answers whether the reader is still there.
 */
final class SseWriter {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final HttpServerResponse response;

  SseWriter(HttpServerResponse response) {
    this.response = response;
  }

  /** The head, and when to come back after a loss: not everybody at once. */
  boolean begin() {
    response
        .setChunked(true)
        .putHeader("Content-Type", "text/event-stream")
        .putHeader("Cache-Control", "no-store")
        .putHeader("X-Accel-Buffering", "no");
    return write("retry: " + ThreadLocalRandom.current().nextInt(500, 2_000) + "\n\n");
  }

  boolean events(String epoch, List<EventView> events) {
    StringBuilder text = new StringBuilder();
    for (EventView event : events) {
      append(
          text,
          new EventPosition(epoch, event.offset()),
          event.type(),
          JsonText.write(event.payload()));
    }
    return write(text.toString());
  }

  /** The reader's position is none of this log's; it is sent everything. */
  boolean reset(String epoch, UUID taskId) {
    StringBuilder text = new StringBuilder();
    append(text, new EventPosition(epoch, 0), "reset", "{\"task_id\":\"" + taskId + "\"}");
    return write(text.toString());
  }

  boolean comment() {
    return write(":\n\n");
  }

  private static void append(StringBuilder text, EventPosition id, String type, String data) {
    text.append("id: ").append(id.eventId()).append('\n');
    text.append("event: ").append(type).append('\n');
    text.append("data: ").append(data).append("\n\n");
  }

  private boolean write(String text) {
    try {
      response
          .write(Buffer.buffer(text))
          .toCompletionStage()
          .toCompletableFuture()
          .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (ExecutionException | IllegalStateException gone) {
      return false;
    } catch (TimeoutException e) {
      response.reset();
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
