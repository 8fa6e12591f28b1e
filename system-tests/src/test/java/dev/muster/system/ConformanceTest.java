package dev.muster.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.conformance.Check;
import dev.muster.conformance.Result;
import dev.muster.conformance.Suite;
import dev.muster.conformance.Target;
import dev.muster.platform.account.NewAgent;
import dev.muster.platform.api.Api;
import dev.muster.system.stage.OnStage;
import dev.muster.system.stage.Stage;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(OnStage.class)
class ConformanceTest {
  private static final String TOKEN = "a-token-that-only-conformance-uses-0123456789";

  @Test
  void everyCheckHoldsAtTheEdge(Stage stage) throws Exception {
    Api.Answer agent =
        new NewAgent("conformance", "process", List.of("conformance"), 1, TOKEN, List.of())
            .register(stage.platform().accounts().admin());
    assertThat(agent.ok()).as(agent.failure()).isTrue();
    String base = stage.platform().base().replaceFirst("^http", "ws");
    Target target =
        new Target(
            URI.create(base + "/ws/agent/" + agent.data().path("id").asText()),
            TOKEN,
            Optional.of(new Target.Client(URI.create(base + "/ws"), stage.user().token())),
            Duration.ofSeconds(20));

    Map<String, Result> others = new LinkedHashMap<>();
    for (Check check : Suite.checks()) {
      Result result = Suite.run(check, target);
      if (!(result instanceof Result.Ok)) {
        others.put(check.id(), result);
      }
    }
    assertThat(others).isEmpty();
  }
}
