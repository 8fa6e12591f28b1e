package dev.muster.tasks.event;

import dev.muster.kit.token.VerifiedToken;
import dev.muster.tasks.feed.FeedWatch;
import dev.muster.tasks.follow.News;
import dev.muster.tasks.follow.Places;
import dev.muster.tasks.follow.SseStreams;
import io.vertx.core.http.HttpServerResponse;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.UUID;

/** Serves the event streams of tasks' events. */
@ApplicationScoped
class EventFollow {
  @Inject FeedWatch feed;
  @Inject Places places;
  @Inject SseStreams streams;

  /** Returns when the stream is over. Throws before anything was sent, or not at all. */
  void serve(UUID taskId, EventReading reading, VerifiedToken token, HttpServerResponse response) {
    places.take();
    try (News news = feed.watch(taskId, event -> true)) {
      if (reading.isOver()) {
        response.setStatusCode(204).end();
      } else {
        streams.serve(reading, news, token, response);
      }
    } finally {
      places.leave();
    }
  }
}
