package dev.muster.tasks.log;

import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** One who waits for more output of a task; it has a place among the replica's followers. */
final class Follower implements AutoCloseable {
  private final UUID taskId;
  private final String phase;
  private final Followers followers;
  private final Semaphore news = new Semaphore(0);

  Follower(UUID taskId, String phase, Followers followers) {
    this.taskId = taskId;
    this.phase = phase;
    this.followers = followers;
  }

  UUID taskId() {
    return taskId;
  }

  String phase() {
    return phase;
  }

  /** From any thread. */
  void wake() {
    news.release();
  }

  /** Returns when there may be news since the last call, or after this time. */
  void await(Duration atMost) throws InterruptedException {
    if (news.tryAcquire(Math.max(0, atMost.toMillis()), TimeUnit.MILLISECONDS)) {
      news.drainPermits();
    }
  }

  @Override
  public void close() {
    followers.left(this);
  }
}
