package dev.muster.platform.account;

import com.fasterxml.jackson.databind.JsonNode;
import dev.muster.platform.Secrets;
import dev.muster.platform.api.Api;
import dev.muster.platform.part.ServiceEnvironment;
import dev.muster.platform.process.PlatformException;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * The development accounts and agents of a data folder: made at the first start, found again at
 * every later one.
 */
public final class Accounts {
  private static final int CONFLICT = 409;
  private static final int UNAUTHENTICATED = 401;
  private static final int NOT_FOUND = 404;

  private final Api api;
  private final Secrets secrets;
  private volatile Api session;

  public Accounts(Api api, Secrets secrets) {
    this.api = api;
    this.secrets = secrets;
  }

  public String adminPassword() {
    return secrets.password("admin");
  }

  public String userPassword() {
    return secrets.password("user");
  }

  /** Logs the administrator in; the platform's proof that auth-service works. */
  public Api admin() throws IOException, InterruptedException {
    return login(api, ServiceEnvironment.ADMIN_EMAIL, adminPassword());
  }

  /** Logs the development user in. */
  public Api user() throws IOException, InterruptedException {
    return login(api, ServiceEnvironment.USER_EMAIL, userPassword());
  }

  /** Makes the development user unless there is one. */
  public void createUser(Api admin) throws IOException, InterruptedException {
    Api.Answer answer =
        admin.post(
            "/api/auth/register",
            Map.of(
                "email",
                ServiceEnvironment.USER_EMAIL,
                "password",
                userPassword(),
                "name",
                "Development user"));
    if (!answer.ok() && answer.status() != CONFLICT) {
      throw new PlatformException("cannot create the development user: " + answer.failure());
    }
  }

  /**
   * The n-th local agent, registered if it isn't. Its token was written down before the registry
   * heard of it.
   */
  public AgentIdentity agent(Api admin, int number, int slots)
      throws IOException, InterruptedException {
    String name = "local-" + number;
    String token = secrets.token("agent." + number + ".token");
    String idKey = "agent." + number + ".id";
    if (secrets.has(idKey)) {
      String id = secrets.get(idKey, () -> "");
      Api.Answer known = admin.get("/api/agents/" + id);
      if (known.ok()) {
        return new AgentIdentity(name, id, token);
      }
      if (known.status() != NOT_FOUND) {
        throw new PlatformException("cannot look up agent " + name + ": " + known.failure());
      }
    }
    String id = register(admin, name, token, slots);
    secrets.put(idKey, id);
    return new AgentIdentity(name, id, token);
  }

  /** Whether the registry sees this agent connected; false also when it cannot be asked. */
  public boolean isOnline(AgentIdentity agent) {
    try {
      Api known = session;
      Api.Answer answer = known == null ? null : known.get("/api/agents/" + agent.id());
      if (answer == null || answer.status() == UNAUTHENTICATED) {
        session = admin();
        answer = session.get("/api/agents/" + agent.id());
      }
      return answer.ok() && answer.data().path("online").asBoolean();
    } catch (IOException | PlatformException away) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  public static Api login(Api api, String email, String password)
      throws IOException, InterruptedException {
    Api.Answer answer = api.post("/api/auth/login", Map.of("email", email, "password", password));
    String token = answer.data().path("access_token").asText();
    if (!answer.ok() || token.isEmpty()) {
      throw new PlatformException("cannot log in as " + email + ": " + answer.failure());
    }
    return api.withToken(token);
  }

  private static String register(Api admin, String name, String token, int slots)
      throws IOException, InterruptedException {
    Api.Answer answer =
        new NewAgent(
                name,
                "process",
                List.of("process", "echo", "sleep"),
                slots,
                token,
                List.of("local"))
            .register(admin);
    if (answer.ok()) {
      return answer.data().path("id").asText();
    }
    if (answer.status() == CONFLICT) {
      // A run that was killed between registering and noting the id; the token is the same.
      for (JsonNode agent : admin.get("/api/agents?q=" + name).data()) {
        if (agent.path("name").asText().equals(name)) {
          return agent.path("id").asText();
        }
      }
    }
    throw new PlatformException("cannot register agent " + name + ": " + answer.failure());
  }
}
