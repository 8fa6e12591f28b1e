package dev.muster.bench;

import java.time.Duration;

/**
 * How hard the clients work.
 *
 * @param mostOpen tasks under way at once
 * @param gap between the end of one and the submit of the next
 */
record Pace(int mostOpen, Duration gap) {
  static final Pace FULL = new Pace(2_000, Duration.ZERO);

  /** One task at a time. */
  static final Pace ALONE = new Pace(1, Duration.ZERO);

  /** Some twenty a second, one at a time. */
  static final Pace CALM = new Pace(1, Duration.ofMillis(45));
}
