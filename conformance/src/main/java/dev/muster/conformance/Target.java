package dev.muster.conformance;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * The server to be looked at.
 *
 * @param agent {@code ws(s)://…/ws/agent/{agent_id}}
 * @param client {@code ws(s)://…/ws} with a user's access token
 * @param patience for one connection
 */
public record Target(URI agent, String agentToken, Optional<Client> client, Duration patience) {

  /** The endpoint of users. */
  public record Client(URI url, String token) {
    @Override
    public String toString() {
      return url.toString();
    }
  }

  @Override
  public String toString() {
    return agent + client.map(each -> " and " + each).orElse("");
  }
}
