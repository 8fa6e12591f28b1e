package dev.muster.kit.stream;

import dev.muster.id.Ids;
import dev.muster.kit.redis.Backoff;
import dev.muster.kit.redis.RedisLostException;
import dev.muster.kit.redis.RedisRefusedException;
import dev.muster.kit.redis.RedisSession;
import dev.muster.kit.redis.StopSignal;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import java.time.Duration;
import java.time.Instant;
import org.jboss.logging.Logger;

/**
 * One running member of a consumer group, on a thread of its own. Entries are acknowledged after
 * the handler returned; those of members that died are taken over; a group that a flush or restart
 * of Redis took away is made anew from the beginning; a lost connection is made again for as long
 * as it takes. An entry that keeps failing by itself goes to {@link
 * dev.muster.event.RedisNames#DEAD_LETTERS}.
 */
public final class StreamConsumer implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(StreamConsumer.class);
  private static final Duration STOP_WITHIN = Duration.ofSeconds(30);

  private final Redis redis;
  private final StreamConfig config;
  private final String name;
  private final GroupMember member;
  private final Delivery delivery;
  private final BatchSize size;
  private final Backoff backoff;
  private final ConsumerMetrics metrics;
  private final StopSignal stop = new StopSignal();
  private final Thread thread;
  private volatile Instant lastContact = Instant.EPOCH;
  private volatile long connectionId;
  private long nextRound = System.nanoTime();

  private StreamConsumer(StreamReading<StreamConsumer> reading, String group) {
    redis = reading.redis;
    config = reading.config;
    name = reading.stream + "/" + group;
    GroupCommands commands = new GroupCommands(reading.stream, group, "consumer-" + Ids.next());
    member = new GroupMember(commands, config);
    metrics =
        new ConsumerMetrics(
            reading.registry,
            reading.stream,
            group,
            () -> Duration.between(lastContact, Instant.now()).toMillis() / 1000.0);
    delivery = new Delivery(name, reading.handler, config, stop, metrics);
    backoff = new Backoff(config.firstPause(), config.longestPause());
    size = new BatchSize(reading.batch, config.batchBytes());
    thread = Thread.ofVirtual().name("stream " + name).unstarted(this::run);
  }

  static StreamConsumer start(StreamReading<StreamConsumer> reading, String group) {
    StreamConsumer consumer = new StreamConsumer(reading, group);
    consumer.thread.start();
    return consumer;
  }

  /**
   * Everything that was in the stream at this moment has been handled by somebody, or is in another
   * member's hands. {@link Instant#EPOCH} until there was a first answer. It stands still while
   * Redis or what the handler needs is away, and while the handler is behind; so silence after it
   * says nothing about those who write.
   */
  public Instant lastContact() {
    return lastContact;
  }

  /** Finishes the batch in hand, unless it only waits for better times, and leaves the group. */
  @Override
  public void close() {
    stop.give();
    long id = connectionId;
    if (id != 0) {
      redis
          .send(Request.cmd(Command.CLIENT).arg("UNBLOCK").arg(id))
          .onFailure(e -> LOG.debugf("%s: not woken: %s", name, e.getMessage()));
    }
    StopSignal.awaitEnd(name, STOP_WITHIN, thread);
  }

  private void run() {
    boolean away = false;
    while (!stop.isGiven()) {
      try (RedisSession session = RedisSession.open(redis, config.timeout())) {
        connectionId = member.enter(session);
        if (away) {
          LOG.infof("%s: Redis is back", name);
          away = false;
        }
        serve();
      } catch (StoppedException | RedisLostException | RedisRefusedException e) {
        if (!stop.isGiven() && !away) {
          LOG.warnf("%s: %s", name, e.getMessage());
          away = true;
        }
      } catch (RuntimeException | Error e) {
        LOG.errorf(e, "%s: unexpected failure, connects anew", name);
      } finally {
        connectionId = 0;
      }
      stop.pause(backoff.next());
    }
  }

  private void serve() {
    boolean own = true;
    try {
      while (!stop.isGiven()) {
        try {
          if (System.nanoTime() - nextRound >= 0) {
            own |= lookAround();
          }
          own = own ? readOwn() : readNew();
          backoff.reset();
        } catch (RedisRefusedException e) {
          if (!e.is("NOGROUP")) {
            throw e;
          }
          LOG.infof("%s: the group is gone and made anew", name);
          member.join();
        }
      }
    } finally {
      if (stop.isGiven()) {
        leave();
      }
    }
  }

  /** Whether there may be more of one's own: what an earlier connection was given. */
  private boolean readOwn() {
    Entries read = member.readOwn(size.next());
    handle(read);
    return !read.isEmpty();
  }

  private boolean readNew() {
    Instant asked = Instant.now();
    int count = size.next();
    Entries read = member.readNew(count);
    handle(read);
    if (read.count() < count) {
      lastContact = asked;
    }
    return false;
  }

  private void handle(Entries read) {
    size.answered(read.entries().size(), read.bytes());
    if (!read.gone().isEmpty()) {
      metrics.lost.increment(read.gone().size());
      LOG.warnf("%s: %d entries were cut off unread", name, read.gone().size());
      member.dismiss(read.gone());
    }
    if (!read.entries().isEmpty()) {
      delivery.deliver(read.entries(), member);
    }
  }

  /** Takes over what dead members left behind, forgets them, and measures. Whether it took any. */
  private boolean lookAround() {
    nextRound = System.nanoTime() + config.claimAfter().toNanos() / 3;
    GroupMember.Claim claim;
    String from = "0-0";
    boolean any = false;
    do {
      claim = member.claim(from, size.next());
      from = claim.next();
      any |= claim.any();
      metrics.claimed.increment(claim.entries().count());
      handle(claim.entries());
    } while (!claim.isLast() && !stop.isGiven());
    member.forgetConsumers();
    long[] backlog = member.backlog();
    metrics.lag.set(backlog[0]);
    metrics.pending.set(backlog[1]);
    return any;
  }

  private void leave() {
    try {
      member.leave();
    } catch (RedisLostException | RedisRefusedException e) {
      LOG.debugf("%s: left without a word: %s", name, e.getMessage());
    }
  }
}
