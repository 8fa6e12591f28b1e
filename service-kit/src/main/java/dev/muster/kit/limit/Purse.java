package dev.muster.kit.limit;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What this replica has of one bucket: tokens that it took from the shared one and hasn't given
 * out, how long that one is known to be empty, and a bucket of its own, which takes over while the
 * shared one can't be reached. The own one is charged for all that is taken, so it takes over at
 * the level that this replica has brought about.
 *
 * <p>Used under its lock, so that of many requests for one bucket one goes to Redis.
 */
final class Purse {
  final ReentrantLock lock = new ReentrantLock();
  private final Limit limit;
  private final Quota quota;
  private final Bucket own;
  private long inHand;
  private long inHandUntil;
  private long emptyUntil;
  private long leftBehind;

  Purse(Limit limit, Quota quota, long now) {
    this.limit = limit;
    this.quota = quota;
    own = new Bucket(quota, now);
    inHandUntil = now;
    emptyUntil = now;
  }

  Quota quota() {
    return quota;
  }

  /** Empty when only the shared bucket can tell. */
  Optional<Decision> decideHere(long now) {
    if (inHand > 0 && inHandUntil - now > 0) {
      inHand--;
      return Optional.of(decision(true, inHand + leftBehind, 0));
    }
    return refusedUntilNow(now);
  }

  /** As {@link #decideHere}, without taking a token. */
  Optional<Decision> refusedUntilNow(long now) {
    return emptyUntil - now > 0
        ? Optional.of(decision(false, 0, emptyUntil - now))
        : Optional.empty();
  }

  /** Gives out one of the tokens that were just taken, and keeps the others for a window. */
  Decision receive(SharedBuckets.Taken taken, long now) {
    leftBehind = taken.left();
    own.take(taken.tokens(), now);
    if (taken.tokens() == 0) {
      inHand = 0;
      emptyUntil = now + taken.untilNext().toNanos();
      return decision(false, 0, emptyUntil - now);
    }
    inHand = taken.tokens() - 1;
    inHandUntil = now + quota.window().toNanos();
    return decision(true, inHand + leftBehind, 0);
  }

  /** By the own bucket alone. */
  Decision decideAlone(long now) {
    boolean allowed = own.held(now) > 0;
    if (allowed) {
      own.take(1, now);
    }
    return decision(allowed, own.held(now), own.untilNext(now).toNanos());
  }

  private Decision decision(boolean allowed, long left, long next) {
    double full = (quota.tokens() - left) * quota.interval();
    return new Decision(
        limit, quota, allowed, left, Duration.ofNanos(next), Duration.ofNanos(Math.round(full)));
  }
}
