package dev.muster.agent.config;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Everything that the program is told from outside; {@link Setting} names and explains each.
 *
 * @param grace how long running tasks may go on after SIGTERM
 * @param killGrace between TERM and KILL for a task whose time is up
 * @param outboxBytes unacknowledged outcomes on disk beyond which no new task is taken
 */
public record AgentConfig(
    URI url,
    String agentId,
    Secret token,
    Path data,
    int slots,
    List<String> capabilities,
    Map<String, String> labels,
    Duration grace,
    Duration killGrace,
    long outboxBytes) {

  /** Where the agent's socket is: the edge's address with the scheme of a WebSocket. */
  public URI socket() {
    String scheme = url.getScheme().equals("https") ? "wss" : "ws";
    String path = url.getRawPath() == null ? "" : url.getRawPath().replaceAll("/+$", "");
    return URI.create(scheme + "://" + url.getRawAuthority() + path + "/ws/agent/" + agentId);
  }
}
