package dev.muster.kit.limit;

import dev.muster.event.RedisNames;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.redis.client.Redis;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Decides by bucket. Small quotas are counted one by one in Redis, exactly, over all replicas. Of
 * larger ones a replica takes a twentieth at a time and gives it out by itself, so that most
 * requests cost no round trip. While Redis is away each replica has a bucket of its own under the
 * same quota ({@code muster.limits.local} counts what was decided so). Thread-safe.
 */
@Singleton
public class Buckets {
  private record Key(Limit limit, String key) {}

  private final LimitsConfig config;
  private final SharedBuckets shared;
  private final LongSupplier nanos;
  private final Counter local;
  private final Map<Limit, Counter> refused = new EnumMap<>(Limit.class);
  // In the order of use, so that the eldest is the longest unused.
  private final LinkedHashMap<Key, Purse> purses = new LinkedHashMap<>(256, 0.75f, true);

  @Inject
  public Buckets(Redis redis, LimitsConfig config, MeterRegistry registry) {
    this(redis, config, registry, System::nanoTime);
  }

  Buckets(Redis redis, LimitsConfig config, MeterRegistry registry, LongSupplier nanos) {
    this.config = config;
    this.nanos = nanos;
    shared = new SharedBuckets(redis, config, registry, nanos);
    local = registry.counter("muster.limits.local");
    for (Limit limit : Limit.values()) {
      refused.put(limit, registry.counter("muster.limits.refused", "limit", limit.wire()));
    }
  }

  /**
   * Takes a token. May block for {@link LimitsConfig#patience}; not for an event loop.
   *
   * @param key who has the bucket: short, visible ASCII
   */
  public Decision spend(Limit limit, String key) {
    return spend(limit, key, 1);
  }

  /** As {@link #spend(Limit, String)}, as many tokens as there are of those wanted. */
  public Decision spend(Limit limit, String key, long wanted) {
    Purse purse = purse(limit, key);
    purse.lock.lock();
    try {
      return counted(
          purse
              .decideHere(wanted, nanos.getAsLong())
              .or(() -> fetch(purse, limit, key, wanted))
              .orElseGet(() -> alone(purse, wanted)));
    } finally {
      purse.lock.unlock();
    }
  }

  /** As {@link #spend}, by this replica's own bucket: never blocks. */
  Decision spendHere(Limit limit, String key) {
    Purse purse = purse(limit, key);
    purse.lock.lock();
    try {
      return counted(purse.decideAlone(1, nanos.getAsLong()));
    } finally {
      purse.lock.unlock();
    }
  }

  /**
   * The refusal that is still in force from an earlier {@link #spend}; takes nothing, never blocks.
   */
  public Optional<Decision> refusal(Limit limit, String key) {
    Purse purse = purse(limit, key);
    if (!purse.lock.tryLock()) {
      return Optional.empty();
    }
    try {
      return purse.refusedUntilNow(nanos.getAsLong()).map(this::counted);
    } finally {
      purse.lock.unlock();
    }
  }

  private Optional<Decision> fetch(Purse purse, Limit limit, String key, long wanted) {
    return shared
        .take(
            RedisNames.limit(limit.wire(), key),
            purse.quota(),
            purse.missing(wanted, nanos.getAsLong()))
        .map(taken -> purse.receive(taken, wanted, nanos.getAsLong()));
  }

  private Decision alone(Purse purse, long wanted) {
    local.increment();
    return purse.decideAlone(wanted, nanos.getAsLong());
  }

  private Decision counted(Decision decision) {
    if (!decision.allowed()) {
      refused.get(decision.limit()).increment();
    }
    return decision;
  }

  private Purse purse(Limit limit, String key) {
    synchronized (purses) {
      Purse purse =
          purses.computeIfAbsent(
              new Key(limit, key),
              fresh -> new Purse(limit, limit.quota(config), nanos.getAsLong()));
      if (purses.size() > config.remembered()) {
        purses.pollFirstEntry();
      }
      return purse;
    }
  }

  @PreDestroy
  void close() {
    shared.close();
  }
}
