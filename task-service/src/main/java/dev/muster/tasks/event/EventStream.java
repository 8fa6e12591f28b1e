package dev.muster.tasks.event;

import dev.muster.error.ContractException;
import dev.muster.error.ErrorCode;
import dev.muster.kit.db.CommitUnknownException;
import dev.muster.tasks.feed.FeedWatch;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * One follower: what it reads comes from PostgreSQL, by position; the feed only says when to look.
 * So nothing is missed or repeated, and without Redis it goes on, a second later.
 */
final class EventStream {
  /** How soon a follower that left, or whose token was revoked, is noticed. */
  private static final Duration STEP = Duration.ofSeconds(1);

  /** For events that were committed but couldn't be published. */
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(5);

  private final EventReader reader;
  private final FeedWatch.Watch news;
  private final SseWriter out;
  private final BooleanSupplier wanted;
  private final Duration keepAlive;
  private long lastLook;
  private long lastWord;

  EventStream(
      EventReader reader,
      FeedWatch.Watch news,
      SseWriter out,
      BooleanSupplier wanted,
      Duration keepAlive) {
    this.reader = reader;
    this.news = news;
    this.out = out;
    this.wanted = wanted;
    this.keepAlive = keepAlive;
  }

  void run(EventPage first) {
    EventPage page = first;
    boolean sent = out.begin();
    lastLook = System.nanoTime();
    lastWord = lastLook;
    while (sent) {
      sent = send(page);
      if (!sent || page.complete()) {
        return;
      }
      if (page.nextOffset() == page.lastOffset() && !awaitNews()) {
        return;
      }
      page = look(page);
      sent = page != null;
    }
  }

  private boolean send(EventPage page) {
    boolean sent = page.recovered() || out.reset(page.epoch(), reader.taskId());
    if (sent && !page.items().isEmpty()) {
      lastWord = System.nanoTime();
      sent = out.events(page.epoch(), page.items());
    }
    return sent && wanted.getAsBoolean();
  }

  /** Until it is time to look again; false when there is nobody to look for any more. */
  private boolean awaitNews() {
    while (wanted.getAsBoolean()) {
      if (news.await(STEP) || since(lastLook) >= (news.isHearing() ? LOOK_AGAIN : STEP).toNanos()) {
        return true;
      }
      if (since(lastWord) >= keepAlive.toNanos()) {
        lastWord = System.nanoTime();
        if (!out.comment()) {
          return false;
        }
      }
    }
    return false;
  }

  /** Nothing new where the database can't be asked now; null where there is nothing any more. */
  private EventPage look(EventPage last) {
    lastLook = System.nanoTime();
    try {
      return reader.after(last.next());
    } catch (CommitUnknownException e) {
      // Nothing was to be committed.
      return last.withoutNews();
    } catch (ContractException e) {
      return e.code() == ErrorCode.UNAVAILABLE ? last.withoutNews() : null;
    }
  }

  private static long since(long moment) {
    return System.nanoTime() - moment;
  }
}
