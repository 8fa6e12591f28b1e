package dev.muster.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.platform.part.Part;
import dev.muster.platform.part.ServiceKind;
import dev.muster.system.client.LiveSocket;
import dev.muster.system.client.Rest;
import dev.muster.system.stage.OnStage;
import dev.muster.system.stage.Stage;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(OnStage.class)
class LogoutTest {
  private static final Duration ONE_SECOND = Duration.ofSeconds(1);

  @Test
  void logoutClosesTheSessionsSocketsOnEveryGatewayWithinASecond(Stage stage) throws Exception {
    Rest session = stage.login();
    Part first = stage.platform().service(ServiceKind.GATEWAY, 0);
    Part second = stage.platform().service(ServiceKind.GATEWAY, 1);
    try (LiveSocket one = LiveSocket.open(first.url(), session.token());
        LiveSocket two = LiveSocket.open(second.url(), session.token());
        LiveSocket other = LiveSocket.open(first.url(), stage.user().token())) {
      assertThat(session.post("/api/v1/auth/logout", Map.of()).ok()).isTrue();

      assertThat(one.closed()).succeedsWithin(ONE_SECOND).isEqualTo(4401);
      assertThat(two.closed()).succeedsWithin(ONE_SECOND).isEqualTo(4401);
      for (Part taskService : stage.platform().services(ServiceKind.TASK)) {
        assertThat(session.at(taskService.url()).get("/api/v1/tasks").status()).isEqualTo(401);
      }
      assertThat(other.closed()).isNotDone();
    }
  }
}
