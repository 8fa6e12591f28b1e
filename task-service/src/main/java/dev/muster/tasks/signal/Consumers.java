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

/** The readers of what the gateways write; all replicas share one group per stream. */
@ApplicationScoped
public class Consumers {
  private static final String GROUP = "task-service";

  /** Beyond it this replica counts as deaf; more than the longest blocking read. */
  private static final Duration HEARING = Duration.ofSeconds(5);

  private final List<StreamConsumer> consumers = new ArrayList<>();
  private StreamConsumer status;
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

  /**
   * Whether this replica has heard the gateways without a break for that long: only then does a
   * gateway's silence mean something. Asked by the sweeper alone.
   */
  public boolean hearGatewaysFor(Duration time) {
    Instant now = Instant.now();
    if (status.lastContact().isBefore(now.minus(HEARING))) {
      hearingSince = Instant.MAX;
    } else if (hearingSince.equals(Instant.MAX)) {
      hearingSince = now;
    }
    return !hearingSince.equals(Instant.MAX) && !hearingSince.plus(time).isAfter(now);
  }

  private StreamConsumer start(String stream, StreamHandler handler) {
    StreamConsumer consumer = streams.consumer(stream, GROUP).handler(handler).start();
    consumers.add(consumer);
    return consumer;
  }
}
