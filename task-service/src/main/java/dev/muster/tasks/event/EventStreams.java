package dev.muster.tasks.event;

import dev.muster.error.ContractException;
import dev.muster.error.ErrorCode;
import dev.muster.kit.token.TokenVerifier;
import dev.muster.kit.token.VerifiedToken;
import dev.muster.tasks.feed.FeedWatch;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.vertx.core.http.HttpServerResponse;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import org.jboss.logging.Logger;

/** The streams of events that are open at this replica: a bounded number, each on its thread. */
@ApplicationScoped
class EventStreams {
  private static final Logger LOG = Logger.getLogger(EventStreams.class);

  private final FeedWatch feed;
  private final TokenVerifier tokens;
  private final EventConfig config;
  private final Semaphore free;
  private volatile boolean stopped;

  @Inject
  EventStreams(FeedWatch feed, TokenVerifier tokens, EventConfig config, MeterRegistry registry) {
    this.feed = feed;
    this.tokens = tokens;
    this.config = config;
    this.free = new Semaphore(config.mostStreams());
    Gauge.builder(
            "muster.events.streams", free, each -> config.mostStreams() - each.availablePermits())
        .description("Followers of tasks' events (SSE)")
        .register(registry);
  }

  /** Returns when the stream has ended. Throws before anything was sent, or not at all. */
  void run(
      EventReader reader, EventPosition from, VerifiedToken token, HttpServerResponse response) {
    if (!free.tryAcquire()) {
      throw ContractException.retryLater(
          ErrorCode.UNAVAILABLE,
          "too many follow events here",
          Duration.ofSeconds(ThreadLocalRandom.current().nextInt(2, 8)),
          null);
    }
    try (FeedWatch.Watch news = feed.watch(reader.taskId(), event -> true)) {
      EventPage first = reader.after(from);
      if (first.complete() && first.items().isEmpty() && first.recovered() && from.offset() > 0) {
        response.setStatusCode(204).end();
        return;
      }
      new EventStream(
              reader,
              news,
              new SseWriter(response),
              () -> isWanted(response) && tokens.isStillGood(token),
              config.keepAlive())
          .run(first);
    } catch (ContractException e) {
      throw e;
    } catch (RuntimeException e) {
      if (!response.headWritten()) {
        throw e;
      }
      // Too late for an answer: the reader comes back for what follows.
      LOG.errorf(e, "the stream of events of task %s broke", reader.taskId());
    } finally {
      free.release();
    }
  }

  void stop(@Observes ShutdownEvent event) {
    stopped = true;
  }

  private boolean isWanted(HttpServerResponse response) {
    return !stopped && !response.closed();
  }
}
