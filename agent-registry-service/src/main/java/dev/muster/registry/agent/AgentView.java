package dev.muster.registry.agent;

import java.util.List;
import java.util.UUID;

/** An agent in a list. */
record AgentView(
    UUID id,
    String name,
    String type,
    boolean online,
    List<String> tags,
    List<String> capabilities,
    int concurrency,
    String namespace,
    String visibility) {

  static AgentView of(Agent agent, boolean online) {
    AgentSettings settings = agent.settings();
    return new AgentView(
        agent.id(),
        settings.name(),
        settings.type(),
        online,
        settings.tags(),
        settings.capabilities(),
        settings.concurrency(),
        settings.namespace(),
        settings.visibility());
  }
}
