package dev.muster.platform.account;

/** Who an agent program is. */
public record AgentIdentity(String name, String id, String token) {
  @Override
  public String toString() {
    return "AgentIdentity[" + name + ", " + id + "]";
  }
}
