package dev.muster.tasks.follow;

/** What one stream tells, from where it last ended. */
@FunctionalInterface
public interface SseSource {
  /** What follows a look. */
  enum Next {
    /** Another look at once. */
    LOOK,
    /** A wait for news. */
    WAIT,
    /** Nothing any more: the stream ends. */
    END
  }

  /** Writes what there is now. An exception of code 5003 is a wait, any other ends the stream. */
  Next tell(SseWriter out);
}
