package dev.muster.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.platform.part.ServiceKind;
import dev.muster.system.client.Rest;
import dev.muster.system.rest.Description;
import dev.muster.system.rest.Endpoint;
import dev.muster.system.rest.Permissions;
import dev.muster.system.rest.Permissions.Who;
import dev.muster.system.stage.OnStage;
import dev.muster.system.stage.Stage;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Every operation that a service describes is tried by every kind of caller, through the edge and
 * past it, on things that exist and belong to somebody; {@code permissions.txt} says what each
 * gets. An operation without a line there fails the test.
 */
@ExtendWith(OnStage.class)
class PermissionsTest {
  private static final String PASSWORD = "a password of this test";
  private static final List<String> UNROUTED =
      List.of("/q/openapi", "/q/metrics", "/q/health", "/metrics", "/internal/revocations");

  private final Permissions permissions = Permissions.read();
  private final Map<Who, Rest> callers = new EnumMap<>(Who.class);
  private Stage stage;
  private String otherEmail;
  private String task;
  private String agent;

  @Test
  void everyOperationHasARuleAndEveryRuleAnOperation(Stage onStage) throws Exception {
    assertThat(Description.of(onStage).endpoints().stream().map(Endpoint::name))
        .containsExactlyInAnyOrderElementsOf(permissions.names());
  }

  @Test
  void everybodyGetsWhatTheTableSays(Stage onStage) throws Exception {
    prepare(onStage);
    List<String> wrong = new ArrayList<>();
    for (Endpoint endpoint : Description.of(stage).endpoints()) {
      if (permissions.names().contains(endpoint.name())) {
        String service = stage.platform().service(endpoint.service(), 0).url();
        for (Who who : Who.values()) {
          String expected = permissions.outcome(endpoint, who);
          compare(wrong, service, endpoint, who, expected);
          compare(
              wrong,
              stage.platform().base(),
              endpoint,
              who,
              endpoint.isInternal() ? "404" : expected);
        }
      }
    }
    assertThat(wrong).isEmpty();
  }

  @Test
  void whatIsForOperatorsIsNotReachableFromOutside(Stage onStage) throws Exception {
    Rest admin = onStage.admin();
    for (String path : UNROUTED) {
      assertThat(admin.get(path).status()).as(path).isEqualTo(404);
    }
  }

  private void compare(List<String> wrong, String base, Endpoint endpoint, Who who, String expected)
      throws Exception {
    String outcome = outcome(base, endpoint, who);
    if (!outcome.equals(expected) && outcome.equals("401") && who != Who.ANONYMOUS) {
      // An operation such as a logout ends the session that it was tried with.
      logIn(who);
      outcome = outcome(base, endpoint, who);
    }
    if (!outcome.equals(expected)) {
      wrong.add(
          "%s by %s at %s: %s instead of %s"
              .formatted(endpoint.name(), who, base, outcome, expected));
    }
  }

  private String outcome(String base, Endpoint endpoint, Who who)
      throws IOException, InterruptedException {
    String path =
        endpoint.path().contains("tasks/{id}")
            ? endpoint.path().replace("{id}", task)
            : endpoint.path().replaceAll("\\{(agent_)?id}", agent);
    HttpRequest.Builder request =
        callers
            .get(who)
            .at(base)
            .request(path)
            // So that an allowed change or deletion doesn't take place.
            .header("If-Match", "\"999999\"")
            .header(
                "Content-Type", endpoint.sends().isEmpty() ? "application/json" : endpoint.sends());
    boolean reads = endpoint.method().equals("GET") || endpoint.sends().isEmpty();
    request.method(
        endpoint.method(),
        reads ? BodyPublishers.noBody() : BodyPublishers.ofString(body(endpoint)));
    return Permissions.outcome(Rest.send(request).status());
  }

  private static String body(Endpoint endpoint) {
    return endpoint.sends().endsWith("json") ? "{}" : "";
  }

  private void prepare(Stage onStage) throws Exception {
    stage = onStage;
    otherEmail = "other-" + UUID.randomUUID() + "@muster.test";
    for (Who who : Who.values()) {
      if (who == Who.OTHER) {
        Map<String, String> account =
            Map.of("email", otherEmail, "password", PASSWORD, "name", "Other");
        assertThat(callers.get(Who.USER).post("/api/v1/auth/register", account).ok()).isTrue();
      }
      logIn(who);
    }
    task =
        callers
            .get(Who.USER)
            .post(
                "/api/v1/tasks",
                Map.of(
                    "type", "echo", "capabilities", List.of("nobody-has-this"), "input", Map.of()))
            .json()
            .path("task_id")
            .asText();
    agent =
        callers
            .get(Who.ADMIN)
            .post(
                "/api/v1/agents",
                Map.of("name", "of the matrix", "type", "process", "visibility", "private"))
            .json()
            .path("id")
            .asText();
    assertThat(List.of(task, agent)).doesNotContain("");
  }

  private void logIn(Who who) throws IOException, InterruptedException {
    callers.put(
        who,
        switch (who) {
          case ANONYMOUS -> stage.as("");
          case USER -> stage.login();
          case OTHER -> stage.login(otherEmail, PASSWORD);
          case ADMIN -> stage.admin();
          case AGENT -> stage.as(stage.platform().agentIdentity(0).token());
          case SERVICE -> stage.as(stage.serviceToken(ServiceKind.GATEWAY));
        });
  }
}
