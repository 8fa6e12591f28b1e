package dev.muster.agent.config;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Everything that the program is told from outside; {@link Setting} names and explains each.
 *
 * @param agentId null for an agent that enrols itself, as is {@code token}
 * @param enrollmentToken null when there is none
 * @param name to enrol with
 * @param grace how long running tasks may go on after SIGTERM
 * @param killGrace between TERM and KILL for a task whose time is up
 * @param outboxBytes unacknowledged outcomes on disk beyond which no new task is taken
 */
public record AgentConfig(
    URI url,
    String agentId,
    Secret token,
    Secret enrollmentToken,
    String name,
    Path data,
    int slots,
    List<String> capabilities,
    Map<String, String> labels,
    Duration grace,
    Duration killGrace,
    long outboxBytes) {

  /** Where an agent's socket is: the edge's address with the scheme of a WebSocket. */
  public URI socket(String id) {
    return at(url.getScheme().equals("https") ? "wss" : "ws", "/ws/agent/" + id);
  }

  /** A path of the server's REST interface. */
  public URI path(String path) {
    return at(url.getScheme(), path);
  }

  private URI at(String scheme, String path) {
    String base = url.getRawPath() == null ? "" : url.getRawPath().replaceAll("/+$", "");
    return URI.create(scheme + "://" + url.getRawAuthority() + base + path);
  }
}
