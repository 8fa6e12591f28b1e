package dev.muster.gateway.agent;

import dev.muster.wire.Ack;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The last receipts given to one agent, so that a frame that it repeats is answered the same again
 * and goes no further. A frame older than this memory is forwarded again, which is harmless: its
 * writes are idempotent.
 */
final class RecentAcks {
  private final int capacity;
  private final Map<String, Ack> acks = new LinkedHashMap<>();

  RecentAcks(int capacity) {
    this.capacity = capacity;
  }

  void remember(Ack ack) {
    acks.put(ack.messageId(), ack);
    if (acks.size() > capacity) {
      var oldest = acks.keySet().iterator();
      oldest.next();
      oldest.remove();
    }
  }

  Optional<Ack> of(String messageId) {
    return Optional.ofNullable(acks.get(messageId));
  }
}
