package dev.muster.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.muster.platform.part.Part;
import dev.muster.platform.part.ServiceEnvironment;
import dev.muster.platform.part.ServiceKind;
import dev.muster.system.client.LiveSocket;
import dev.muster.system.client.Rest;
import dev.muster.system.stage.OnStage;
import dev.muster.system.stage.Stage;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(OnStage.class)
class DisabledUserTest {
  private static final String PASSWORD = "a long enough password";

  @Test
  void aDisabledUserIsOutWithinASecondAndStaysOutAfterEverythingWasRestarted(Stage stage)
      throws Exception {
    Rest admin =
        Rest.login(
            stage.platform().base(),
            ServiceEnvironment.ADMIN_EMAIL,
            stage.platform().accounts().adminPassword());
    String email = "u" + UUID.randomUUID() + "@muster.test";
    Rest.Answer made =
        admin.post(
            "/api/v1/users", Map.of("email", email, "password", PASSWORD, "name", "Somebody"));
    assertThat(made.status()).isEqualTo(201);
    Rest user = Rest.login(stage.platform().base(), email, PASSWORD);
    List<Part> taskServices = stage.platform().services(ServiceKind.TASK);
    for (Part service : taskServices) {
      assertThat(answer(user, service)).isEqualTo(200);
    }

    try (LiveSocket one = open(stage, 0, user);
        LiveSocket two = open(stage, 1, user)) {
      String path = "/api/v1/users/" + made.json().path("id").asText();
      assertThat(admin.patch(path, Map.of("disabled", true)).status()).isEqualTo(200);
      long disabled = System.nanoTime();
      assertThat(one.closed()).succeedsWithin(rest(disabled)).isEqualTo(4401);
      assertThat(two.closed()).succeedsWithin(rest(disabled)).isEqualTo(4401);
      for (Part service : taskServices) {
        await()
            .pollInterval(Duration.ofMillis(20))
            .atMost(rest(disabled))
            .until(() -> answer(user, service) == 401);
      }
    }

    stage.platform().redis().kill();
    for (ServiceKind kind : ServiceKind.values()) {
      stage.kill(kind);
    }
    stage.platform().redis().start();
    for (ServiceKind kind : ServiceKind.values()) {
      Stage.start(stage.platform().services(kind));
    }
    for (Part service : taskServices) {
      assertThat(answer(user, service)).isEqualTo(401);
      assertThat(answer(admin, service)).isEqualTo(200);
    }
  }

  private static LiveSocket open(Stage stage, int gateway, Rest who) throws Exception {
    return LiveSocket.open(
        stage.platform().service(ServiceKind.GATEWAY, gateway).url(), who.token());
  }

  private static int answer(Rest who, Part service) throws Exception {
    return who.at(service.url()).get("/api/v1/tasks").status();
  }

  private static Duration rest(long since) {
    return Duration.ofSeconds(1).minusNanos(System.nanoTime() - since);
  }
}
