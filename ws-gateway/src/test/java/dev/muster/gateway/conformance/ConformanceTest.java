package dev.muster.gateway.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.conformance.Check;
import dev.muster.conformance.Check.Needs;
import dev.muster.conformance.Result;
import dev.muster.conformance.Suite;
import dev.muster.conformance.Target;
import dev.muster.gateway.peers.RedisProbe;
import dev.muster.gateway.peers.StandIns;
import dev.muster.gateway.peers.Tokens;
import dev.muster.id.Ids;
import dev.muster.test.PostgresAndRedis;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The suite, as far as it needs no task-service behind the gateway. */
@QuarkusTest
@QuarkusTestResource(PostgresAndRedis.class)
@QuarkusTestResource(StandIns.class)
class ConformanceTest {
  private static final String TOKEN = "conformance-secret";

  @TestHTTPResource URI base;

  @TestFactory
  Stream<DynamicTest> everyCheck() {
    Target target = target();
    Check greeting = check("client.greeting");
    // Users' tokens are refused until the list of revocations was read once after the start.
    var unused =
        RedisProbe.await(() -> Suite.attempt(greeting, target), Result.Ok.class::isInstance);
    return Suite.checks().stream()
        .filter(check -> check.needs() == Needs.AGENT || check.needs() == Needs.CLIENT)
        .map(
            check ->
                DynamicTest.dynamicTest(
                    check.id(),
                    () ->
                        assertThat(Suite.run(check, target))
                            .as(check.sentence())
                            .isEqualTo(new Result.Ok())));
  }

  private static Check check(String id) {
    return Suite.checks().stream().filter(each -> each.id().equals(id)).findFirst().orElseThrow();
  }

  private Target target() {
    String root = "ws://" + base.getHost() + ":" + base.getPort();
    return new Target(
        URI.create(root + "/ws/agent/" + StandIns.agent(TOKEN)),
        TOKEN,
        Optional.of(
            new Target.Client(
                URI.create(root + "/ws"),
                Tokens.of(Ids.next().toString(), Ids.next().toString(), "user"))),
        Duration.ofSeconds(10));
  }
}
