package dev.muster.tasks.follow;

import java.time.Duration;

/** Says when to look. Best effort: look first, and again from time to time. For one thread. */
public interface News extends AutoCloseable {
  /** Whether there may be something new since the last call. */
  boolean await(Duration atMost);

  /** Whether what happens is heard now. */
  boolean isHearing();

  /** How long after a look the next is due without news: for what wasn't told in Redis. */
  default Duration lookAgain() {
    return isHearing() ? Duration.ofSeconds(5) : Duration.ofSeconds(1);
  }

  @Override
  void close();
}
