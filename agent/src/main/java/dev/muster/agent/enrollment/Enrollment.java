package dev.muster.agent.enrollment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.muster.agent.config.AgentConfig;
import dev.muster.agent.config.ConfigException;
import dev.muster.agent.config.Secret;
import dev.muster.agent.credential.CredentialStore;
import dev.muster.agent.credential.Credentials;
import dev.muster.agent.session.Client;
import dev.muster.wire.FrameCodec;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.logging.Logger;
import java.util.random.RandomGenerator;

/**
 * Registers this machine with an enrolment token and keeps what the server gives. It is tried until
 * the server has answered: repeating it is harmless, as the server knows the machine by its id.
 */
public final class Enrollment {
  private static final Logger LOG = Logger.getLogger("muster.enrollment");
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(15);
  private static final long FIRST_PAUSE_MS = 1_000;
  private static final long LONGEST_PAUSE_MS = 60_000;

  private final AgentConfig config;
  private final CredentialStore store;
  private final RandomGenerator random;

  public Enrollment(AgentConfig config, CredentialStore store, RandomGenerator random) {
    this.config = config;
    this.store = store;
    this.random = random;
  }

  /**
   * Returns when the server has taken this machine in; throws {@link ConfigException} when it
   * doesn't want it.
   *
   * @param types of the tasks that this program can run
   */
  public Credentials enroll(String machineId, String version, List<String> types)
      throws ConfigException, IOException, InterruptedException {
    URI address = config.path("/api/v1/agents/register");
    String body = body(machineId, version, types).toString();
    LOG.info(() -> "Enrolling at " + address);
    try (HttpClient client = Client.of(address)) {
      long bound = FIRST_PAUSE_MS;
      while (true) {
        String failure;
        try {
          HttpResponse<String> answer =
              client.send(request(address, body), BodyHandlers.ofString());
          if (answer.statusCode() / 100 == 2) {
            return keep(answer.body());
          }
          if (answer.statusCode() / 100 == 4 && answer.statusCode() != 429) {
            throw refused(answer);
          }
          failure = "the server answered with status " + answer.statusCode();
        } catch (IOException e) {
          failure = e.getClass().getSimpleName() + ": " + e.getMessage();
        }
        long pause = bound / 2 + random.nextLong(bound / 2 + 1);
        LOG.warning("Not enrolled: " + failure + "; next try in " + pause + " ms");
        TimeUnit.MILLISECONDS.sleep(pause);
        bound = Math.min(LONGEST_PAUSE_MS, 2 * bound);
      }
    }
  }

  private ObjectNode body(String machineId, String version, List<String> types) {
    ObjectNode body = FrameCodec.JSON.createObjectNode();
    body.put("enrollment_token", config.enrollmentToken().value());
    body.put("machine_id", machineId);
    body.put("name", config.name());
    body.put("type", "process");
    body.put("concurrency", config.slots());
    body.put("version", version);
    ArrayNode capabilities = body.putArray("capabilities");
    (config.capabilities().isEmpty() ? types : config.capabilities()).forEach(capabilities::add);
    return body;
  }

  private static HttpRequest request(URI address, String body) {
    return HttpRequest.newBuilder(address)
        .timeout(ANSWER_WITHIN)
        .header("Content-Type", "application/json")
        .POST(BodyPublishers.ofString(body))
        .build();
  }

  private Credentials keep(String answer) throws IOException {
    JsonNode agent = FrameCodec.JSON.readTree(answer);
    String id = agent.path("agent_id").asText("");
    String token = agent.path("agent_token").asText("");
    if (id.isEmpty() || !Secret.isToken(token)) {
      throw new IOException("the server's answer names no agent");
    }
    Credentials credentials = store.keep(id, new Secret(token));
    LOG.info(() -> "Enrolled as agent " + id);
    return credentials;
  }

  private static ConfigException refused(HttpResponse<String> answer) {
    if (answer.statusCode() == 401) {
      return new ConfigException(
          "The server doesn't accept MUSTER_ENROLLMENT_TOKEN for this agent.");
    }
    return new ConfigException(
        "The server refuses the enrolment with status " + answer.statusCode() + ": " + why(answer));
  }

  /** The fields that are wrong, else the server's sentence. */
  private static String why(HttpResponse<String> answer) {
    try {
      JsonNode problem = FrameCodec.JSON.readTree(answer.body());
      StringBuilder fields = new StringBuilder();
      for (JsonNode error : problem.path("errors")) {
        fields.append(error.path("field").asText()).append(' ');
        fields.append(error.path("message").asText()).append("; ");
      }
      return fields.isEmpty()
          ? problem.path("detail").asText("no reason given")
          : fields.toString();
    } catch (IOException e) {
      return "no reason given";
    }
  }
}
