package dev.muster.tasks.log;

import dev.muster.tasks.follow.Bell;
import dev.muster.tasks.follow.News;
import java.time.Duration;
import java.util.UUID;

/** One who waits for more output of a task. */
final class Follower implements News {
  private final UUID taskId;
  private final String phase;
  private final Followers followers;
  private final Bell news = new Bell();

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
    news.ring();
  }

  @Override
  public boolean await(Duration atMost) {
    return news.await(atMost);
  }

  @Override
  public boolean isHearing() {
    return followers.isHearing();
  }

  @Override
  public void close() {
    followers.left(this);
  }
}
