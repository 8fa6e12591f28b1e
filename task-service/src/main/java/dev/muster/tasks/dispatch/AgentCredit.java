package dev.muster.tasks.dispatch;

import java.util.Set;
import java.util.UUID;

/** A connected agent and how many attempts it holds of how many it can. */
record AgentCredit(
    UUID agentId,
    String sessionId,
    String gatewayId,
    boolean isPrivate,
    Set<String> capabilities,
    int slots,
    int running) {

  int free() {
    return slots - running;
  }
}
