package dev.muster.tasks.signal;

import dev.muster.event.RedisNames;
import dev.muster.kit.stream.StreamConsumer;
import dev.muster.kit.stream.StreamHandler;
import dev.muster.kit.stream.Streams;
import dev.muster.tasks.log.LogConsumer;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The readers of what the gateways write; all replicas share one group per stream. */
@ApplicationScoped
public class Consumers {
  private static final String GROUP = "task-service";

  /** Beyond it this replica counts as deaf; more than the longest blocking read. */
  private static final Duration HEARING = Duration.ofSeconds(3);

  private final List<StreamConsumer> consumers = new ArrayList<>();
  private volatile StreamConsumer status;
  private Instant hearingSince = Instant.MAX;

  @Inject Streams streams;
  @Inject ResultConsumer results;
  @Inject LogConsumer logs;
  @Inject StatusConsumer statuses;

  void start(@Observes StartupEvent event) {
    start(RedisNames.AGENT_RESULTS, results::handle);
    start(RedisNames.AGENT_LOGS, logs::handle);
    status = start(RedisNames.AGENT_STATUS, statuses::handle);
  }

  void stop(@Observes ShutdownEvent event) {
    consumers.forEach(StreamConsumer::close);
  }

  /** Whether this replica hears the gateways at all. */
  public boolean hearing() {
    return !lastContact().isBefore(Instant.now().minus(HEARING));
  }

  /**
   * The silence that makes a gateway count as dead: the given one, and for as long as nothing at
   * all was heard since. Empty unless this replica has heard the gateways for that long without a
   * break. Asked by the sweeper alone.
   */
  public Optional<Duration> deadAfter(Duration silence) {
    Instant now = Instant.now();
    Instant heard = lastContact();
    if (heard.isBefore(now.minus(HEARING))) {
      hearingSince = Instant.MAX;
    } else if (hearingSince.equals(Instant.MAX)) {
      hearingSince = now;
    }
    return hearingSince.isAfter(now.minus(silence))
        ? Optional.empty()
        : Optional.of(silence.plus(Duration.between(heard, now)));
  }

  /** Nobody was heard before the start. */
  private Instant lastContact() {
    StreamConsumer started = status;
    return started == null ? Instant.MIN : started.lastContact();
  }

  private StreamConsumer start(String stream, StreamHandler handler) {
    StreamConsumer consumer = streams.consumer(stream, GROUP).handler(handler).start();
    consumers.add(consumer);
    return consumer;
  }
}
