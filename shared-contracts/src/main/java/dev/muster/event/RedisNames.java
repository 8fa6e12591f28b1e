package dev.muster.event;

import java.util.UUID;

/** Every Redis name that more than one program uses. Redis may be emptied at any moment. */
public final class RedisNames {
  /** Accepts, rejects, results and errors of attempts; entries are {@link UpstreamEntry}. */
  public static final String AGENT_RESULTS = "agent_results";

  /** Pieces of output; entries are {@link UpstreamEntry} of kind {@code task_log}. */
  public static final String AGENT_LOGS = "agent_logs";

  /**
   * Heartbeats, progress, disconnects and gateways' signs of life; entries are {@link
   * UpstreamEntry}.
   */
  public static final String AGENT_STATUS = "agent_status";

  /** The feed: every event of every task in the order of its publication, as {@link FeedEntry}. */
  public static final String TASK_EVENTS = "task_events";

  /**
   * Hash of the feed's {@code epoch} and last {@code offset}; the first publisher after a loss of
   * Redis makes another epoch.
   */
  public static final String TASK_EVENTS_HEAD = "task_events.head";

  /** Entries that no consumer could handle, with the reason. */
  public static final String DEAD_LETTERS = "dead_letters";

  /**
   * Commands that no agent acknowledged, the last about a thousand of all gateways. Fields: {@code
   * gateway_id, agent_id, kind, message_id, sends, at} (epoch milliseconds), {@code reason} and,
   * where there is one, {@code task_id}.
   */
  public static final String GATEWAY_DEAD_LETTERS = "gateway_dead_letters";

  /** {@link RevocationNotice} as JSON. */
  public static final String IDENTITY_REVOKED = "identity.revoked";

  /** {@link GatewayNotice} as JSON, to every gateway. */
  public static final String GATEWAY_CONTROL = "gateway.control";

  /**
   * Sorted set of the ids of connected agents by the epoch millisecond at which their {@link
   * #presence} ends: who is online, all at once. Written beside those keys, each of which is the
   * truth about its agent.
   */
  public static final String AGENTS_PRESENT = "presence.agents";

  private static final String TASK_LOGS = "task.logs.";

  /** Pattern of all {@link #taskLogs} channels. */
  public static final String ALL_TASK_LOGS = TASK_LOGS + "*";

  private RedisNames() {}

  /** Stream of {@link GatewayEntry}: commands for the agents connected to one gateway process. */
  public static String gateway(String gatewayId) {
    return "gateway." + gatewayId;
  }

  /**
   * Channel of {@link AckBatch} as JSON: receipts for the agents connected to one gateway process.
   */
  public static String gatewayAcks(String gatewayId) {
    return "gateway.acks." + gatewayId;
  }

  /** Key of a nonce that a signed request used; it expires when the request would be too old. */
  public static String nonce(UUID apiKeyId, String nonce) {
    return "signature.nonce." + apiKeyId + "." + nonce;
  }

  /**
   * Key of a rate limit's bucket.
   *
   * @param limit name of the limit
   * @param key who has the bucket: an identity, an address
   */
  public static String limit(String limit, String key) {
    return "limit." + limit + "." + key;
  }

  /** Channel of {@link LogNotice} as JSON: output of the task was stored. */
  public static String taskLogs(UUID taskId) {
    return TASK_LOGS + taskId;
  }

  /** Key of {@link AgentPresence} as JSON; it expires with the heartbeat timeout. */
  public static String presence(UUID agentId) {
    return "presence.agent." + agentId;
  }
}
