package dev.muster.kit.stream;

import dev.muster.kit.redis.Backoff;
import dev.muster.kit.redis.RedisLostException;
import dev.muster.kit.redis.RedisRefusedException;
import dev.muster.kit.redis.RedisSession;
import dev.muster.kit.redis.StopSignal;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * Reads one stream from its beginning, or from its last entries, alone, on a thread of its own.
 * Nothing is acknowledged: a handler that throws loses its batch (logged and counted). A lost
 * connection is made again and goes on after the last entry; after a flush or restart of Redis it
 * begins again.
 */
public final class StreamTail implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(StreamTail.class);
  private static final Duration STOP_WITHIN = Duration.ofSeconds(10);

  private final Redis redis;
  private final StreamConfig config;
  private final String stream;
  private final StreamHandler handler;
  private final BatchSize size;
  private final DistributionSummary batches;
  private final Counter failures;
  private final StopSignal stop = new StopSignal();
  private final Thread thread;
  private volatile Instant lastContact = Instant.EPOCH;
  private volatile RedisSession session;
  private final int beginWithLast;
  private final Runnable onCaughtUp;
  private final Runnable onGap;
  private EntryId last;
  private EntryId goal;
  private boolean caughtUp;

  private StreamTail(StreamReading<StreamTail> reading) {
    redis = reading.redis;
    config = reading.config;
    stream = reading.stream;
    handler = reading.handler;
    beginWithLast = reading.last;
    onCaughtUp = reading.onCaughtUp;
    onGap = reading.onGap;
    last = beginWithLast < 0 ? EntryId.BEGINNING : null;
    size = new BatchSize(reading.batch, config.batchBytes());
    batches = reading.registry.summary("muster.stream.tail.batch");
    failures = reading.registry.counter("muster.stream.tail.failures");
    thread = Thread.ofVirtual().name("tail " + stream).unstarted(this::run);
  }

  static StreamTail start(StreamReading<StreamTail> reading) {
    StreamTail tail = new StreamTail(reading);
    tail.thread.start();
    return tail;
  }

  /** All entries before this moment were seen; {@link Instant#EPOCH} until the first answer. */
  public Instant lastContact() {
    return lastContact;
  }

  /** Returns after the handler did. */
  @Override
  public void close() {
    stop.give();
    RedisSession current = session;
    if (current != null) {
      current.close();
    }
    StopSignal.awaitEnd(stream, STOP_WITHIN, thread);
  }

  private void run() {
    Backoff backoff = new Backoff(config.firstPause(), config.longestPause());
    boolean away = false;
    while (!stop.isGiven()) {
      try (RedisSession opened = RedisSession.open(redis, config.timeout())) {
        session = opened;
        if (last == null) {
          last = before(opened);
        }
        rewindIfRestarted(opened);
        tellIfCaughtUp();
        if (away) {
          LOG.infof("%s: Redis is back", stream);
          away = false;
        }
        backoff.reset();
        while (!stop.isGiven()) {
          read(opened);
        }
      } catch (RedisLostException | RedisRefusedException e) {
        if (!stop.isGiven() && !away) {
          LOG.warnf("%s: %s", stream, e.getMessage());
          away = true;
        }
      } catch (RuntimeException | Error e) {
        LOG.errorf(e, "%s: unexpected failure, connects anew", stream);
      }
      stop.pause(backoff.next());
    }
  }

  private void read(RedisSession opened) {
    Instant asked = Instant.now();
    int count = size.next();
    Request request =
        Request.cmd(Command.XREAD)
            .arg("COUNT")
            .arg(count)
            .arg("BLOCK")
            .arg(config.block().toMillis())
            .arg("STREAMS")
            .arg(stream)
            .arg(last.toString());
    Entries read =
        Entries.ofRead(opened.call(request, config.block().plus(config.timeout())), stream);
    if (read.isEmpty()) {
      rewindIfRestarted(opened);
    } else {
      size.answered(read.entries().size(), read.bytes());
      last = EntryId.parse(read.lastId());
      handle(read.entries());
      tellIfCaughtUp();
    }
    if (read.count() < count) {
      lastContact = asked;
    }
  }

  private void handle(List<StreamEntry> entries) {
    batches.record(entries.size());
    try {
      handler.handle(entries);
    } catch (Exception e) {
      failures.increment(entries.size());
      LOG.errorf(e, "%s: %d entries are lost", stream, entries.size());
    }
  }

  /** The entry after which the last ones begin. */
  private EntryId before(RedisSession opened) {
    Request newest =
        Request.cmd(Command.XREVRANGE)
            .arg(stream)
            .arg("+")
            .arg("-")
            .arg("COUNT")
            .arg(beginWithLast + 1);
    Entries found = Entries.of(opened.call(newest, config.timeout()));
    return found.count() <= beginWithLast ? EntryId.BEGINNING : EntryId.parse(found.lastId());
  }

  private void tellIfCaughtUp() {
    if (!caughtUp && last.compareTo(goal) >= 0) {
      caughtUp = true;
      guarded(onCaughtUp);
    }
  }

  private void guarded(Runnable callback) {
    try {
      callback.run();
    } catch (RuntimeException e) {
      failures.increment();
      LOG.errorf(e, "%s: a callback failed", stream);
    }
  }

  /** A stream that is younger than what was read from it is another one. */
  private void rewindIfRestarted(RedisSession opened) {
    EntryId oldest = EntryId.BEGINNING;
    EntryId newest = EntryId.BEGINNING;
    try {
      Request request = Request.cmd(Command.XINFO).arg("STREAM").arg(stream);
      Response info = opened.call(request, config.timeout());
      newest = EntryId.parse(info.get("last-generated-id").toString());
      Response first = info.get("first-entry");
      oldest = first == null || first.size() == 0 ? newest : EntryId.parse(first.get(0).toString());
    } catch (RedisRefusedException e) {
      if (!e.is("ERR no such key")) {
        throw e;
      }
    }
    if (newest.compareTo(last) < 0) {
      last = EntryId.BEGINNING;
    }
    if (goal == null) {
      goal = newest;
    } else if (caughtUp && last.compareTo(EntryId.BEGINNING) > 0 && oldest.compareTo(last) > 0) {
      guarded(onGap);
    }
  }
}
