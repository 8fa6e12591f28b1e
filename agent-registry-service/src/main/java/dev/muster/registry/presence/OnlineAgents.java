package dev.muster.registry.presence;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/**
 * Who is online at all, for lists of thousands: one reading of Redis, as large as what is online,
 * serves every list for {@link PresenceConfig#fresh}, and for as long again while the next reading
 * is under way. Nothing is read when nobody asks. While Redis is away the last reading counts, up
 * to {@link PresenceConfig#lastKnown}.
 */
@ApplicationScoped
public class OnlineAgents {
  private static final Logger LOG = Logger.getLogger(OnlineAgents.class);

  private final OnlineSource source;
  private final PresenceConfig config;
  private final InstantSource clock;
  private final Executor apart;
  private final AtomicBoolean renewing = new AtomicBoolean();
  private volatile Reading last = new Reading(Set.of(), Instant.MIN);
  private volatile Instant pausedUntil = Instant.MIN;

  @Inject
  OnlineAgents(OnlineSource source, PresenceConfig config, InstantSource clock) {
    this(source, config, clock, work -> Thread.ofVirtual().name("presence").start(work));
  }

  OnlineAgents(OnlineSource source, PresenceConfig config, InstantSource clock, Executor apart) {
    this.source = source;
    this.config = config;
    this.clock = clock;
    this.apart = apart;
  }

  /** Not to be changed. Blocks when nobody has asked for a while. */
  public Set<UUID> all() {
    Instant now = clock.instant();
    if (!last.isWithin(config.fresh(), now)) {
      if (last.isWithin(config.fresh().multipliedBy(2), now)) {
        renewApart();
      } else {
        renew();
      }
    }
    Reading known = last;
    return known.isWithin(config.lastKnown(), now) ? known.ids() : Set.of();
  }

  private void renewApart() {
    if (renewing.compareAndSet(false, true)) {
      apart.execute(
          () -> {
            try {
              renew();
            } finally {
              renewing.set(false);
            }
          });
    }
  }

  /** Of several that come at once one reads, and the others take what it found. */
  private synchronized void renew() {
    Instant now = clock.instant();
    if (last.isWithin(config.fresh(), now) || now.isBefore(pausedUntil)) {
      return;
    }
    try {
      last = new Reading(source.connected(now), now);
    } catch (RuntimeException e) {
      pausedUntil = now.plus(config.pause());
      LOG.warnf("who is online can't be read, answering the last known: %s", e.toString());
    }
  }

  private record Reading(Set<UUID> ids, Instant at) {
    boolean isWithin(Duration age, Instant now) {
      return !at.equals(Instant.MIN) && at.plus(age).isAfter(now);
    }
  }
}
