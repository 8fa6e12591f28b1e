package dev.muster.gateway.agent;

import dev.muster.wire.ResendPolicy;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Commands that the agent hasn't acknowledged, bounded. Owned by the connection's event loop.
 * Milliseconds everywhere.
 */
final class PendingCommands {
  private final ResendPolicy policy;
  private final int capacity;

  /** Most agents have none, most of the time: a map only while there are some. */
  private Map<String, Pending> pending = Map.of();

  PendingCommands(ResendPolicy policy, int capacity) {
    this.policy = policy;
    this.capacity = capacity;
  }

  /**
   * One command on its way.
   *
   * @param frame the whole frame as text
   * @param sends so far
   * @param nextSend when it is sent again
   * @param uselessAfter when the agent needn't get it any more
   */
  record Pending(
      String messageId, String kind, String frame, int sends, long nextSend, long uselessAfter) {
    private Pending sentAgain(ResendPolicy policy, long now) {
      int count = sends + 1;
      return new Pending(messageId, kind, frame, count, now + policy.delayMs(count), uselessAfter);
    }
  }

  /** What the clock asks for. */
  record Due(List<Pending> again, List<Pending> dead) {
    private static final Due NOTHING = new Due(List.of(), List.of());
  }

  /** To be called when the frame is sent for the first time. False when there is no more room. */
  boolean sent(String messageId, String kind, String frame, long now, long uselessAfter) {
    if (pending.size() >= capacity && !pending.containsKey(messageId)) {
      return false;
    }
    if (pending.isEmpty()) {
      pending = new LinkedHashMap<>();
    }
    pending.put(
        messageId, new Pending(messageId, kind, frame, 1, now + policy.delayMs(1), uselessAfter));
    return true;
  }

  boolean contains(String messageId) {
    return pending.containsKey(messageId);
  }

  Optional<Pending> acknowledged(String messageId) {
    Optional<Pending> known = Optional.ofNullable(pending.get(messageId));
    if (known.isPresent()) {
      pending.remove(messageId);
      forgetEmpty();
    }
    return known;
  }

  Due due(long now) {
    if (pending.isEmpty()) {
      return Due.NOTHING;
    }
    List<Pending> again = new ArrayList<>();
    List<Pending> dead = new ArrayList<>();
    for (Iterator<Pending> each = pending.values().iterator(); each.hasNext(); ) {
      Pending command = each.next();
      if (now >= command.uselessAfter()
          || (now >= command.nextSend() && command.sends() >= policy.tries())) {
        each.remove();
        dead.add(command);
      } else if (now >= command.nextSend()) {
        again.add(command.sentAgain(policy, now));
      }
    }
    for (Pending command : again) {
      pending.put(command.messageId(), command);
    }
    forgetEmpty();
    return new Due(again, dead);
  }

  private void forgetEmpty() {
    if (pending.isEmpty()) {
      pending = Map.of();
    }
  }

  int size() {
    return pending.size();
  }
}
