package dev.muster.gateway;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToDoubleFunction;

/** What the gateway counts. Frames of unknown kinds share one label: peers can't invent labels. */
@Singleton
public class GatewayMetrics {
  private final MeterRegistry registry;
  private final Map<String, Counter> counters = new ConcurrentHashMap<>();
  private final Map<Frames, Counter> frames = new ConcurrentHashMap<>();
  private final Timer ackLatency;
  private final AtomicInteger waiting;
  private final AtomicInteger inFlight;

  /** Frames that are counted together. */
  private record Frames(String direction, String role, String kind) {}

  public GatewayMetrics(MeterRegistry registry) {
    this.registry = registry;
    this.ackLatency =
        Timer.builder("muster.gateway.ack.latency")
            .description("from an agent's frame to its receipt from task-service")
            .publishPercentileHistogram()
            .minimumExpectedValue(Duration.ofMillis(1))
            .maximumExpectedValue(Duration.ofSeconds(30))
            .register(registry);
    this.waiting = registry.gauge("muster.gateway.outbox.frames", new AtomicInteger());
    this.inFlight = registry.gauge("muster.gateway.in.flight.frames", new AtomicInteger());
  }

  /** Open sockets of a role, read when somebody scrapes. */
  public <T> void connections(String role, T source, ToDoubleFunction<T> size) {
    registry.gauge("muster.gateway.connections", List.of(Tag.of("role", role)), source, size);
  }

  /** Something that is read when somebody scrapes. */
  public <T> void gauge(String name, T source, ToDoubleFunction<T> value) {
    registry.gauge(name, source, value);
  }

  /**
   * A client came back to a stream.
   *
   * @param stream {@code feed} or {@code task}
   */
  public void resumed(String stream, boolean recovered) {
    counter("muster.gateway.resumes", "stream", stream, "recovered", Boolean.toString(recovered))
        .increment();
  }

  public void received(String role, String kind) {
    frames(new Frames("received", role, kind)).increment();
  }

  public void sent(String role, String kind) {
    frames(new Frames("sent", role, kind)).increment();
  }

  public void dropped(String reason) {
    counter("muster.gateway.frames.dropped", "reason", reason).increment();
  }

  public void closed(String reason) {
    counter("muster.gateway.closes", "reason", reason).increment();
  }

  public void resent() {
    counter("muster.gateway.resends").increment();
  }

  public void deadLetter(String kind) {
    counter("muster.gateway.dead.letters", "kind", kind).increment();
  }

  public void undeliverable() {
    counter("muster.gateway.undeliverable").increment();
  }

  /** Sent away at the door, to come back later. */
  public void notAdmitted(String endpoint) {
    counter("muster.gateway.admissions.refused", "endpoint", endpoint).increment();
  }

  /** Another gateway died, and this one cleared up after it. */
  public void gatewayLost() {
    counter("muster.gateway.peers.lost").increment();
  }

  public void inFlightChanged(int by) {
    inFlight.addAndGet(by);
  }

  public void acknowledged(long millis) {
    ackLatency.record(Duration.ofMillis(millis));
  }

  /** To be told of each change of an outbox. */
  public void outboxChanged(int by) {
    waiting.addAndGet(by);
  }

  /** For every frame: without making a text to look up. */
  private Counter frames(Frames which) {
    Counter known = frames.get(which);
    return known != null
        ? known
        : frames.computeIfAbsent(
            which,
            key ->
                registry.counter(
                    "muster.gateway.frames." + key.direction(),
                    "role",
                    key.role(),
                    "kind",
                    key.kind()));
  }

  private Counter counter(String name, String... tags) {
    return counters.computeIfAbsent(
        name + String.join("|", tags), key -> registry.counter(name, tags));
  }
}
