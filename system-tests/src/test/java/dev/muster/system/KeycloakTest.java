package dev.muster.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.muster.platform.part.Part;
import dev.muster.platform.part.ServiceKind;
import dev.muster.system.client.Rest;
import dev.muster.system.stage.Keycloak;
import dev.muster.system.stage.OnStage;
import dev.muster.system.stage.Stage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Users of a real Keycloak use the platform with its tokens. The distribution is 160 MB: {@code
 * ./muster test} fetches it when all tests run; for this one alone, {@code ./muster test -Pkeycloak
 * -pl system-tests -am -Dtest=KeycloakTest -Dsurefire.failIfNoSpecifiedTests=false}.
 */
@ExtendWith(OnStage.class)
class KeycloakTest {
  private static final String DISTRIBUTION = System.getProperty("muster.keycloak", "");

  @Test
  void usersOfKeycloakAreUsersHere(Stage stage) throws Exception {
    assumeTrue(
        !DISTRIBUTION.isEmpty(),
        "no Keycloak here: it could not be fetched, or -Pkeycloak was not asked for");
    Rest own = stage.login();
    try (Keycloak keycloak = Keycloak.start(Path.of(DISTRIBUTION), stage.issuerPort())) {
      Rest jane = as(stage, keycloak, "muster-cli", "jane");
      Rest joe = as(stage, keycloak, "muster-cli", "joe");
      whoTheyAre(stage, keycloak, jane);
      whatTheyMay(stage, keycloak, jane, joe);
      whatIsNoAccessTokenForUs(stage, keycloak);
      aLogoutCountsEverywhere(stage, as(stage, keycloak, "muster-cli", "joe"), jane);

      String registry = stage.platform().service(ServiceKind.REGISTRY, 0).url();
      assertThat(jane.at(registry).get("/api/v1/agents").status()).isEqualTo(200);
      Rest later = as(stage, keycloak, "muster-cli", "jane");
      keycloak.kill();
      assertThat(later.at(registry).get("/api/v1/agents").status()).isEqualTo(200);
      assertThat(own.get("/api/v1/auth/me").status()).isEqualTo(200);
    }
  }

  private static void whoTheyAre(Stage stage, Keycloak keycloak, Rest jane) throws Exception {
    JsonNode me = jane.get("/api/v1/auth/me").json();
    assertThat(UUID.fromString(me.path("id").asText()).version()).isEqualTo(8);
    assertThat(me.path("email").asText()).isEqualTo("jane@example.org");
    assertThat(me.path("name").asText()).isEqualTo("Jane Roe");
    assertThat(me.path("roles").toString()).isEqualTo("[\"user\"]");
    Rest again = as(stage, keycloak, "muster-cli", "jane");
    assertThat(again.get("/api/v1/auth/me").json().path("id")).isEqualTo(me.path("id"));
  }

  private static void whatTheyMay(Stage stage, Keycloak keycloak, Rest jane, Rest joe)
      throws Exception {
    Map<String, Object> echo = Map.of("type", "echo", "input", Map.of("text", "hello"));
    String task = jane.post("/api/v1/tasks", echo).json().path("task_id").asText();
    await()
        .until(
            () -> jane.get("/api/v1/tasks/" + task).json().path("status").asText(), "done"::equals);
    assertThat(joe.get("/api/v1/tasks/" + task).status()).isEqualTo(404);
    assertThat(jane.get("/api/v1/audit").status()).isEqualTo(403);
    Map<String, Object> key = Map.of("name", "k", "scopes", List.of("tasks:read"));
    assertThat(jane.post("/api/v1/api-keys", key).status()).isEqualTo(403);
    assertThat(as(stage, keycloak, "muster-cli", "guest").get("/api/v1/tasks").status())
        .isEqualTo(403);
    Rest root = as(stage, keycloak, "muster-cli", "root");
    assertThat(root.get("/api/v1/audit").status()).isEqualTo(200);
    assertThat(root.get("/api/v1/tasks/" + task).status()).isEqualTo(200);
  }

  private static void whatIsNoAccessTokenForUs(Stage stage, Keycloak keycloak) throws Exception {
    JsonNode tokens = keycloak.login("muster-cli", "jane", "jane-password");
    for (String kind : new String[] {"id_token", "refresh_token"}) {
      assertThat(tokens.path(kind).asText()).isNotEmpty();
      assertThat(stage.as(tokens.path(kind).asText()).get("/api/v1/tasks").status()).isEqualTo(401);
    }
    assertThat(as(stage, keycloak, "other-app", "jane").get("/api/v1/tasks").status())
        .isEqualTo(401);
  }

  private static void aLogoutCountsEverywhere(Stage stage, Rest leaving, Rest staying)
      throws Exception {
    assertThat(leaving.post("/api/v1/auth/logout", Map.of()).ok()).isTrue();
    for (Part replica : stage.platform().services(ServiceKind.TASK)) {
      await()
          .atMost(Duration.ofSeconds(1))
          .until(() -> leaving.at(replica.url()).get("/api/v1/tasks").status() == 401);
      assertThat(staying.at(replica.url()).get("/api/v1/tasks").status()).isEqualTo(200);
    }
  }

  private static Rest as(Stage stage, Keycloak keycloak, String client, String user)
      throws Exception {
    JsonNode tokens = keycloak.login(client, user, user + "-password");
    assertThat(tokens.path("access_token").asText()).as(tokens.toString()).isNotEmpty();
    return stage.as(tokens.path("access_token").asText());
  }
}
