package dev.muster.tasks.signal;

import dev.muster.error.ErrorCode;
import dev.muster.event.AckBatch;
import dev.muster.event.RedisNames;
import dev.muster.event.UpstreamEntry;
import dev.muster.kit.channel.ChannelPublisher;
import dev.muster.wire.Ack;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The receipts of one batch, sent to each gateway as one message after the commit. */
public final class Receipts {
  private final Map<String, List<AckBatch.Item>> byGateway = new HashMap<>();

  public void add(UpstreamEntry entry, ErrorCode code, String message, Long nextOffset) {
    if (entry.messageId() == null || entry.agentId() == null) {
      return;
    }
    byGateway
        .computeIfAbsent(entry.gatewayId(), gateway -> new ArrayList<>())
        .add(
            new AckBatch.Item(
                entry.agentId(), new Ack(entry.messageId(), code.code(), message, nextOffset)));
  }

  public void add(UpstreamEntry entry, ErrorCode code) {
    add(entry, code, sentence(code), null);
  }

  static String sentence(ErrorCode code) {
    return switch (code) {
      case CONFLICT -> "another attempt holds the task by now";
      case NOT_FOUND -> "no such attempt of this agent";
      default -> code.sentence();
    };
  }

  public void send(ChannelPublisher channels) {
    byGateway.forEach(
        (gateway, acks) ->
            channels.publish(RedisNames.gatewayAcks(gateway), new AckBatch(acks).toJson()));
  }
}
