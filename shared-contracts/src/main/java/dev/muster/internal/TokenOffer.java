package dev.muster.internal;

/**
 * A new token for an agent: the answer of {@code POST /internal/agents/{agent_id}/rotation}, which
 * makes a new one each time; 2002 when no rotation waits. It is valid beside the old one until one
 * of the two is used and settles the matter, or the rotation's time is over.
 *
 * @param rotation as in {@link AgentOrders}
 */
public record TokenOffer(long rotation, String token) {
  @Override
  public String toString() {
    return "TokenOffer[" + rotation + "]";
  }
}
