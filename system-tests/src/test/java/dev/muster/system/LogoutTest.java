package dev.muster.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.muster.platform.part.Part;
import dev.muster.platform.part.ServiceKind;
import dev.muster.system.client.LiveSocket;
import dev.muster.system.client.Rest;
import dev.muster.system.stage.OnStage;
import dev.muster.system.stage.Stage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(OnStage.class)
class LogoutTest {
  private static final Duration ONE_SECOND = Duration.ofSeconds(1);

  @Test
  void logoutEndsTheSessionOnEveryReplicaWithinASecond(Stage stage) throws Exception {
    logoutCountsEverywhere(stage);
  }

  @Test
  void logoutCountsEverywhereAlsoWhileRedisIsAway(Stage stage) throws Exception {
    stage.platform().redis().kill();
    for (ServiceKind kind : ServiceKind.values()) {
      for (Part service : stage.platform().services(kind)) {
        await().until(() -> !stage.hearsRevocations(service));
      }
    }
    logoutCountsEverywhere(stage);
  }

  private static void logoutCountsEverywhere(Stage stage) throws Exception {
    Rest session = stage.login();
    Part first = stage.platform().service(ServiceKind.GATEWAY, 0);
    Part second = stage.platform().service(ServiceKind.GATEWAY, 1);
    List<Rest> replicas = new ArrayList<>();
    for (Part taskService : stage.platform().services(ServiceKind.TASK)) {
      replicas.add(session.at(taskService.url()));
    }
    for (Rest replica : replicas) {
      assertThat(replica.get("/api/v1/tasks").status()).isEqualTo(200);
    }
    try (LiveSocket one = LiveSocket.open(first.url(), session.token());
        LiveSocket two = LiveSocket.open(second.url(), session.token());
        LiveSocket other = LiveSocket.open(first.url(), stage.user().token())) {
      assertThat(session.post("/api/v1/auth/logout", Map.of()).ok()).isTrue();
      long loggedOut = System.nanoTime();

      assertThat(one.closed()).succeedsWithin(rest(loggedOut)).isEqualTo(4401);
      assertThat(two.closed()).succeedsWithin(rest(loggedOut)).isEqualTo(4401);
      for (Rest replica : replicas) {
        await()
            .pollInterval(Duration.ofMillis(20))
            .atMost(rest(loggedOut))
            .until(() -> replica.get("/api/v1/tasks").status() == 401);
      }
      assertThat(other.closed()).isNotDone();
    }
  }

  private static Duration rest(long since) {
    return ONE_SECOND.minusNanos(System.nanoTime() - since);
  }
}
