package dev.muster.tasks.log;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One response of server-sent events, written by one thread. Each call returns when the network has
 * taken the event, so that a slow reader slows the reading from PostgreSQL and nothing piles up.
 */
final class EventOutlet implements AutoCloseable {
  /** For one event; a reader that takes none for so long is let go, and may come back. */
  private static final Duration TAKEN_WITHIN = Duration.ofSeconds(30);

  private final SseEventSink sink;
  private final Sse sse;
  private final RoutingContext routing;
  private boolean broken;

  EventOutlet(SseEventSink sink, Sse sse, RoutingContext routing) {
    this.sink = sink;
    this.sse = sse;
    this.routing = routing;
  }

  /** Called once when the caller has left or the response has ended. */
  void onEnd(Runnable handler) {
    routing.addEndHandler(end -> handler.run());
  }

  boolean open() {
    return !broken && !sink.isClosed();
  }

  void event(String name, String id, ObjectNode data) throws InterruptedException {
    send(sse.newEventBuilder().name(name).id(id).data(String.class, data.toString()).build());
  }

  void comment(String text) throws InterruptedException {
    send(sse.newEventBuilder().comment(text).build());
  }

  private void send(OutboundSseEvent event) throws InterruptedException {
    if (!open()) {
      return;
    }
    try {
      var unused =
          sink.send(event)
              .toCompletableFuture()
              .get(TAKEN_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException | IllegalStateException e) {
      broken = true;
    }
  }

  @Override
  public void close() {
    if (broken) {
      // An end as any other would look as if all had been sent.
      boolean unused = routing.response().reset();
    }
    sink.close();
  }
}
