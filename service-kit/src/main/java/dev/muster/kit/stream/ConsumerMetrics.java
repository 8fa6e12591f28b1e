package dev.muster.kit.stream;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/** {@code muster.stream.consumer.*} with the tags {@code stream} and {@code group}. */
final class ConsumerMetrics {
  private static final String PREFIX = "muster.stream.consumer.";

  final Counter handled;
  final Counter retried;
  final Counter poison;
  final Counter claimed;

  /** Cut off the stream before it was handled: the stream's bound is too small. */
  final Counter lost;

  final DistributionSummary batch;

  /** Not yet delivered to anybody; counted up to 10,000. */
  final AtomicLong lag = new AtomicLong();

  /** Delivered, not acknowledged. */
  final AtomicLong pending = new AtomicLong();

  ConsumerMetrics(
      MeterRegistry registry, String stream, String group, Supplier<Number> behindSeconds) {
    Tags tags = Tags.of("stream", stream, "group", group);
    handled = registry.counter(PREFIX + "handled", tags);
    retried = registry.counter(PREFIX + "retried", tags);
    poison = registry.counter(PREFIX + "poison", tags);
    claimed = registry.counter(PREFIX + "claimed", tags);
    lost = registry.counter(PREFIX + "lost", tags);
    batch = registry.summary(PREFIX + "batch", tags);
    Gauge.builder(PREFIX + "lag", lag::get).tags(tags).register(registry);
    Gauge.builder(PREFIX + "pending", pending::get).tags(tags).register(registry);
    Gauge.builder(PREFIX + "behind.seconds", behindSeconds).tags(tags).register(registry);
  }
}
