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
  Optional<Decision> decideHere(long wanted, long now) {
    long kept = kept(now);
    if (kept >= wanted || (kept > 0 && emptyUntil - now > 0)) {
      return Optional.of(give(wanted));
    }
    return refusedUntilNow(now);
  }

  /** As {@link #decideHere}, without taking a token. */
  Optional<Decision> refusedUntilNow(long now) {
    return emptyUntil - now > 0 ? Optional.of(decision(0, 0, emptyUntil - now)) : Optional.empty();
  }

  /** What to ask the shared bucket for, so that there are as many as wanted. */
  long missing(long wanted, long now) {
    return Math.max(quota.piece(), wanted - kept(now));
  }

  /** Gives out some of the tokens that were just taken, and keeps the others for a window. */
  Decision receive(SharedBuckets.Taken taken, long wanted, long now) {
    leftBehind = taken.left();
    own.take(taken.tokens(), now);
    inHand = kept(now) + taken.tokens();
    if (inHand < wanted) {
      emptyUntil = now + taken.untilNext().toNanos();
    }
    if (inHand == 0) {
      return decision(0, 0, emptyUntil - now);
    }
    inHandUntil = now + quota.window().toNanos();
    return give(wanted);
  }

  /** By the own bucket alone. */
  Decision decideAlone(long wanted, long now) {
    long given = Math.min(wanted, own.held(now));
    own.take(given, now);
    return decision(given, own.held(now), own.untilNext(now).toNanos());
  }

  private long kept(long now) {
    return inHandUntil - now > 0 ? inHand : 0;
  }

  private Decision give(long wanted) {
    long given = Math.min(wanted, inHand);
    inHand -= given;
    return decision(given, inHand + leftBehind, 0);
  }

  private Decision decision(long taken, long left, long next) {
    double full = (quota.tokens() - left) * quota.interval();
    return new Decision(
        limit, quota, taken, left, Duration.ofNanos(next), Duration.ofNanos(Math.round(full)));
  }
}
