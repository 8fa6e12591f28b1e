package dev.muster.wire;

import dev.muster.id.Ids;
import java.util.Map;

/**
 * One frame of {@code /ws/agent/{agent_id}}: {@code
 * {"message_id","timestamp","message_kind","payload","metadata"}}.
 *
 * @param timestamp epoch milliseconds of the sender
 * @param metadata {@code traceparent} and {@code request_id}, each optional
 */
public record Frame<M extends AgentMessage>(
    String messageId, long timestamp, M message, Map<String, String> metadata) {

  public static final String REQUEST_ID = "request_id";
  public static final String TRACEPARENT = "traceparent";

  public static <M extends AgentMessage> Frame<M> of(M message, Map<String, String> metadata) {
    return new Frame<>(Ids.next().toString(), System.currentTimeMillis(), message, metadata);
  }

  public static <M extends AgentMessage> Frame<M> of(M message) {
    return of(message, Map.of());
  }
}
