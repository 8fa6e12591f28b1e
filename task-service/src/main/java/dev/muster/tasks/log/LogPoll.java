package dev.muster.tasks.log;

import dev.muster.kit.db.Transactions;
import dev.muster.kit.token.Caller;
import dev.muster.tasks.follow.News;
import dev.muster.tasks.follow.Places;
import dev.muster.tasks.watch.OwnWatches;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.UUID;

/** Reads output once, after waiting for it if need be. */
@ApplicationScoped
class LogPoll {
  /** The agent goes on sending at once until who polls has asked again. */
  private static final Duration BETWEEN_POLLS = Duration.ofSeconds(10);

  @Inject Transactions transactions;
  @Inject LogReader reader;
  @Inject Followers followers;
  @Inject Places places;
  @Inject OwnWatches watches;
  @Inject Caller caller;

  LogReader.Part read(LogQuery query, Duration wait) {
    LogReader.Part part = read(query);
    if (wait.isZero() || isNews(part)) {
      return part;
    }
    watches.watchFor(query.taskId(), query.phase(), wait.plus(BETWEEN_POLLS));
    long end = System.nanoTime() + wait.toNanos();
    places.take();
    try (News news = followers.join(query)) {
      while (true) {
        part = read(query);
        long left = end - System.nanoTime();
        if (isNews(part) || left <= 0 || places.isEnding()) {
          return part;
        }
        news.await(Duration.ofNanos(Math.min(left, news.lookAgain().toNanos())));
      }
    } finally {
      places.leave();
    }
  }

  private static boolean isNews(LogReader.Part part) {
    return part.complete() || part.content().length() > 0;
  }

  private LogReader.Part read(LogQuery query) {
    UUID callerId = caller.userId();
    boolean admin = caller.isAdmin();
    return transactions.inTransaction(
        connection ->
            reader.read(
                connection, query.taskId(), callerId, admin, query.phase(), query.offset()));
  }
}
