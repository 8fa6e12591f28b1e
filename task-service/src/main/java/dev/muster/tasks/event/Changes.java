package dev.muster.tasks.event;

import dev.muster.kit.db.CommitUnknownException;
import dev.muster.kit.db.Transactions;
import dev.muster.tasks.feed.EventFeed;
import dev.muster.tasks.log.LogNews;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.SQLException;

/**
 * Transactions that change tasks. The events that tell of a change are written with it and are
 * published once it is committed, so that neither is without the other.
 */
@ApplicationScoped
public class Changes {
  private final Transactions transactions;
  private final EventFeed feed;
  private final LogNews logNews;
  private final EventConfig config;

  @Inject
  Changes(Transactions transactions, EventFeed feed, LogNews logNews, EventConfig config) {
    this.transactions = transactions;
    this.feed = feed;
    this.logNews = logNews;
    this.config = config;
  }

  /** What is done in the transaction; it may be run more than once. */
  public interface Work<T> {
    T apply(Change change) throws SQLException;
  }

  /** As {@link Transactions#inTransaction}; doesn't wait for the publication. */
  public <T> T commit(Work<T> work) {
    Done<T> done;
    try {
      done =
          transactions.inTransaction(
              connection -> {
                Change change = new Change(connection, config.mostPerTask());
                return new Done<>(work.apply(change), change);
              });
    } catch (CommitUnknownException e) {
      // What was told may be true, and nobody will tell it again.
      feed.missed();
      throw e;
    }
    feed.publish(done.change().told());
    done.change().told().forEach(logNews::heard);
    done.change().afterwards().forEach(Runnable::run);
    return done.result();
  }

  private record Done<T>(T result, Change change) {}
}
