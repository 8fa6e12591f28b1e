package dev.muster.tasks.log;

import dev.muster.error.ContractException;
import dev.muster.kit.token.Role;
import dev.muster.kit.token.VerifiedToken;
import dev.muster.tasks.follow.News;
import dev.muster.tasks.follow.Places;
import dev.muster.tasks.follow.SseStreams;
import dev.muster.tasks.watch.OwnWatches;
import io.vertx.core.http.HttpServerResponse;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.UUID;

/** Serves the event streams of tasks' output. */
@ApplicationScoped
class LogFollow {
  @Inject LogTail tail;
  @Inject Followers followers;
  @Inject OwnWatches watches;
  @Inject Places places;
  @Inject SseStreams streams;

  /** Returns when the stream is over. Throws before anything was sent, or not at all. */
  void serve(LogQuery query, VerifiedToken token, HttpServerResponse response) {
    UUID callerId = token.userId().orElseThrow(() -> ContractException.notFound("task"));
    places.take();
    try (LogReading reading =
            new LogReading(tail, watches, query, callerId, token.has(Role.ADMIN));
        News news = followers.join(query)) {
      streams.serve(reading, news, token, response);
    } finally {
      places.leave();
    }
  }
}
