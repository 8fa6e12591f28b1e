package dev.muster.kit.stream;

import dev.muster.kit.redis.Backoff;
import dev.muster.kit.redis.StopSignal;
import java.util.List;
import org.jboss.logging.Logger;

/** Brings entries to the handler until each is handled or found to be poison. */
final class Delivery {
  private static final Logger LOG = Logger.getLogger(Delivery.class);

  private final String name;
  private final StreamHandler handler;
  private final StreamConfig config;
  private final StopSignal stop;
  private final ConsumerMetrics metrics;

  Delivery(
      String name,
      StreamHandler handler,
      StreamConfig config,
      StopSignal stop,
      ConsumerMetrics metrics) {
    this.name = name;
    this.handler = handler;
    this.config = config;
    this.stop = stop;
    this.metrics = metrics;
  }

  /** In order. Throws {@link StoppedException} when it may not wait any longer. */
  void deliver(List<StreamEntry> entries, Custody custody) {
    metrics.batch.record(entries.size());
    split(entries, custody);
  }

  /** Halves a batch that fails, so that one bad entry costs few calls and the order stays. */
  private void split(List<StreamEntry> entries, Custody custody) {
    Exception failure = handle(entries, custody);
    if (failure == null) {
      custody.done(entries);
    } else if (entries.size() == 1) {
      retry(entries, failure, custody);
    } else {
      LOG.debugf(failure, "%s: %d entries failed together", name, entries.size());
      int half = entries.size() / 2;
      split(entries.subList(0, half), custody);
      split(entries.subList(half, entries.size()), custody);
    }
  }

  private void retry(List<StreamEntry> single, Exception first, Custody custody) {
    Backoff backoff = backoff();
    Exception failure = first;
    for (int tries = 1; tries < config.tries(); tries++) {
      pause(backoff, failure);
      metrics.retried.increment();
      failure = handle(single, custody);
      if (failure == null) {
        custody.done(single);
        return;
      }
    }
    LOG.warnf(failure, "%s: entry %s is a dead letter", name, single.getFirst().id());
    custody.bury(single.getFirst(), failure);
    metrics.poison.increment();
  }

  /** Null when handled; waits out everything that isn't the entries' fault. */
  private Exception handle(List<StreamEntry> entries, Custody custody) {
    Backoff backoff = backoff();
    boolean waiting = false;
    while (true) {
      try {
        handler.handle(entries);
        metrics.handled.increment(entries.size());
        if (waiting) {
          LOG.infof("%s: goes on", name);
        }
        return null;
      } catch (Exception e) {
        if (!FailureKind.isTransient(e)) {
          return e;
        }
        if (!waiting) {
          LOG.warnf("%s: waits, as %s", name, e);
          waiting = true;
        }
        pause(backoff, e);
        metrics.retried.increment();
        custody.hold(entries);
      }
    }
  }

  private Backoff backoff() {
    return new Backoff(config.firstPause(), config.longestPause());
  }

  private void pause(Backoff backoff, Exception failure) {
    if (stop.pause(backoff.next())) {
      throw new StoppedException(failure);
    }
  }
}
