package dev.muster.gateway.feed;

import java.util.List;

/** Those whom the feed is for. Called on the feed's thread, in order; must not block. */
public interface FeedAudience {
  boolean isEmpty();

  /** At least one event, oldest first. */
  void events(List<FeedEvent> events);

  /** Events may be missing before those that come next, which begin after that position. */
  void restarted(Position start);
}
