package dev.muster.event;

/**
 * Kinds of {@code agent_status} entries that a gateway writes itself; agents' frames keep their
 * own.
 */
public final class StatusKinds {
  /**
   * An agent's socket is gone; payload {@code {"reason": text, "code": close code, "goodbye": true
   * when the agent said that it leaves}}.
   */
  public static final String DISCONNECTED = "agent_disconnected";

  /** The gateway lives; no agent, payload {@code {"connections": n}}; written every 2 s. */
  public static final String GATEWAY_ALIVE = "gateway_alive";

  /**
   * A dispatch couldn't be delivered; payload {@code {"task_id","lease_id","attempt"}}. With a
   * session id when that session isn't there; without when it is there and couldn't take the
   * dispatch.
   */
  public static final String UNDELIVERABLE = "undeliverable";

  private StatusKinds() {}
}
