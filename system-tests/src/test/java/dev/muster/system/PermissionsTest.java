package dev.muster.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.platform.part.ServiceKind;
import dev.muster.system.client.Rest;
import dev.muster.system.client.Rest.Answer;
import dev.muster.system.rest.Belongings;
import dev.muster.system.rest.Belongings.Account;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Every operation that a service describes is tried by every kind of caller, through the edge and
 * past it, on things that exist and belong to somebody; {@code permissions.txt} says what each
 * gets. An operation without a line there fails the test.
 */
@ExtendWith(OnStage.class)
class PermissionsTest {
  private static final List<String> UNROUTED =
      List.of("/q/openapi", "/q/metrics", "/q/health", "/metrics", "/internal/revocations");

  private final Permissions permissions = Permissions.read();
  private final Map<Who, Rest> callers = new EnumMap<>(Who.class);
  private Stage stage;
  private Account user;
  private Account other;

  @Test
  void everyOperationHasARuleAndEveryRuleAnOperation(Stage onStage) throws Exception {
    assertThat(Description.of(onStage).endpoints().stream().map(Endpoint::name))
        .containsExactlyInAnyOrderElementsOf(permissions.names());
  }

  @Test
  void everybodyGetsWhatTheTableSays(Stage onStage) throws Exception {
    stage = onStage;
    Rest admin = stage.admin();
    user = Account.made(admin, stage.platform().base());
    other = Account.made(admin, stage.platform().base());
    for (Who who : Who.values()) {
      logIn(who);
    }
    List<String> wrong = new ArrayList<>();
    try (Belongings belongings = new Belongings(user, admin)) {
      for (Endpoint endpoint : Description.of(stage).endpoints()) {
        if (permissions.names().contains(endpoint.name())) {
          compare(wrong, belongings, endpoint);
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

  private void compare(List<String> wrong, Belongings belongings, Endpoint endpoint)
      throws Exception {
    String service = stage.platform().service(endpoint.service(), 0).url();
    for (Who who : Who.values()) {
      String expected = permissions.outcome(endpoint, who);
      compare(wrong, belongings, endpoint, new Attempt(who, service, expected));
      compare(
          wrong,
          belongings,
          endpoint,
          new Attempt(who, stage.platform().base(), endpoint.isInternal() ? "404" : expected));
    }
  }

  private record Attempt(Who who, String base, String expected) {}

  private void compare(
      List<String> wrong, Belongings belongings, Endpoint endpoint, Attempt attempt)
      throws Exception {
    Answer answer = answer(belongings, endpoint, attempt);
    if (answer.status() == 401 && attempt.who() != Who.ANONYMOUS) {
      // An operation such as a logout ends the session that it was tried with.
      logIn(attempt.who());
      answer = answer(belongings, endpoint, attempt);
    }
    if (answer.ok()) {
      belongings.succeeded(endpoint);
    }
    if (!Permissions.outcome(answer.status()).equals(attempt.expected())) {
      wrong.add("%s %s: %s".formatted(endpoint.name(), attempt, answer));
    }
  }

  private Answer answer(Belongings belongings, Endpoint endpoint, Attempt attempt)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        callers
            .get(attempt.who())
            .at(attempt.base())
            .request(belongings.path(endpoint))
            // So that an allowed change or deletion doesn't take place.
            .header("If-Match", "\"999999\"")
            .header(
                "Content-Type", endpoint.sends().isEmpty() ? "application/json" : endpoint.sends());
    boolean reads = endpoint.method().equals("GET") || endpoint.sends().isEmpty();
    return Rest.send(
        request.method(
            endpoint.method(),
            reads ? BodyPublishers.noBody() : BodyPublishers.ofString(body(endpoint))));
  }

  private static String body(Endpoint endpoint) {
    return endpoint.sends().endsWith("json") ? "{}" : "";
  }

  private void logIn(Who who) throws IOException, InterruptedException {
    callers.put(
        who,
        switch (who) {
          case ANONYMOUS -> stage.as("");
          case USER -> user.login();
          case OTHER -> other.login();
          case ADMIN -> stage.admin();
          case AGENT -> stage.as(stage.platform().agentIdentity(0).token());
          case SERVICE -> stage.as(stage.serviceToken(ServiceKind.GATEWAY));
        });
  }
}
