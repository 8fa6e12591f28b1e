package dev.muster.gateway.agent;

import jakarta.inject.Singleton;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jboss.logging.Logger;

/** The last commands that were given up, newest first; each was logged too. */
@Singleton
class DeadLetters {
  private static final Logger LOG = Logger.getLogger(DeadLetters.class);
  private static final int KEPT = 1_000;

  private final Deque<DeadLetter> letters = new ArrayDeque<>();

  void add(DeadLetter letter) {
    LOG.warnf(
        "dead letter: %s %s for agent %s after %d sends: %s",
        letter.kind(), letter.messageId(), letter.agentId(), letter.sends(), letter.reason());
    synchronized (letters) {
      letters.addFirst(letter);
      if (letters.size() > KEPT) {
        letters.removeLast();
      }
    }
  }

  List<DeadLetter> list() {
    synchronized (letters) {
      return List.copyOf(letters);
    }
  }
}
