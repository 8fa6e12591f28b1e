package dev.muster.agent.session;

import dev.muster.agent.config.AgentConfig;
import java.net.URI;
import java.util.List;
import java.util.Map;

/** Who connects, where to, and what it says of itself. */
public record Identity(
    URI socket,
    String version,
    String machineId,
    int slots,
    List<String> capabilities,
    Map<String, String> labels) {

  public static Identity of(AgentConfig config, String agentId, String version, String machineId) {
    return new Identity(
        config.socket(agentId),
        version,
        machineId,
        config.slots(),
        config.capabilities(),
        config.labels());
  }
}
