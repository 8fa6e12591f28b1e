package dev.muster.tasks;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import dev.muster.id.Ids;
import dev.muster.tasks.ControlPlaneServer.Trouble;
import dev.muster.tasks.controlplane.Poller;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A11: what the control plane, the network or a death of ours may do to it. */
@QuarkusTest
class ControlPlaneFailureTest extends ControlPlaneCase {
  private static final Logger LOGGER = Logger.getLogger("dev.muster.tasks.controlplane");

  private final List<String> said = new CopyOnWriteArrayList<>();
  private final Handler ear =
      new Handler() {
        @Override
        public void publish(LogRecord line) {
          said.add(
              String.format(String.valueOf(line.getMessage()), line.getParameters())
                  + line.getThrown());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  @BeforeEach
  void listen() {
    LOGGER.addHandler(ear);
  }

  @AfterEach
  void theTokenWasNeverSaid() {
    LOGGER.removeHandler(ear);
    assertThat(said).noneMatch(line -> line.contains(ControlPlaneServer.TOKEN));
    assertThat(plane.sent()).noneMatch(line -> line.contains(ControlPlaneServer.TOKEN));
  }

  @Test
  void whoDiesBeforeTheAcknowledgementLeavesOneTask() throws Exception {
    plane.trouble("acknowledgements", Trouble.silence());
    offer("w1");
    Poller dying = replica();
    await().until(() -> state("w1").equals("open"));
    dying.close();
    plane.recover();
    replica();
    taken("w1");
    assertThat(tasks()).isEqualTo(1);
  }

  @Test
  void anAcknowledgementWhoseAnswerIsLostDoesNoHarm() {
    plane.trouble("acknowledgements", Trouble.answerLost());
    offer("w1");
    replica();
    taken("w1");
    plane.recover();
    offer("w2");
    taken("w2");
    assertThat(tasks()).isEqualTo(2);
  }

  @Test
  void whoDiesBetweenTheTaskAndItsNoteLeavesOneTask() throws Exception {
    offer("w1");
    Poller dying = replica();
    UUID taskId = taken("w1");
    dying.close();
    change("update control_plane_work set state = 'offered' where scope = ?", scope);
    offer("w1");
    replica();
    await().until(() -> plane.acknowledged("w1").size() == 2);
    assertThat(plane.acknowledged("w1").getLast().path("task_id").asText())
        .isEqualTo(taskId.toString());
    assertThat(tasks()).isEqualTo(1);
  }

  @Test
  void whoDiesBeforeTheTaskIsFollowedByOneWhoMakesIt() throws Exception {
    UUID chosen = Ids.next();
    change(
        "insert into control_plane_work (scope, name, task_id, state) values (?, 'w1', ?, 'offered')",
        scope,
        chosen);
    offer("w1");
    replica();
    assertThat(taken("w1")).isEqualTo(chosen);
    task(chosen);
  }

  @Test
  void whatHappenedWhileItWasAwayIsToldAfterwards() throws Exception {
    offer("w1");
    Poller dying = replica();
    taken("w1");
    plane.trouble("reports", Trouble.status(503));
    runOne();
    await()
        .until(() -> plane.sent().stream().filter(line -> line.contains("\"done\"")).count() > 1);
    dying.close();
    assertThat(plane.outcomes("w1")).isEmpty();
    plane.recover();
    replica();
    assertThat(outcome("w1").path("result").asText()).isEqualTo("ok");
    await().until(() -> state("w1").equals("ended"));
    assertThat(statuses("w1")).startsWith("queued").contains("running").endsWith("done");
  }

  @Test
  void aReportWhoseAnswerIsLostIsToldAgain() throws Exception {
    offer("w1");
    replica();
    taken("w1");
    plane.trouble("reports", Trouble.answerLost());
    runOne();
    await().until(() -> plane.outcomes("w1").size() > 1);
    plane.recover();
    await().until(() -> state("w1").equals("ended"));
    assertThat(plane.outcomes("w1").stream().distinct()).hasSize(1);
  }

  @Test
  void aReportThatIsNeverTakenDoesNotHoldUpTheRest() throws Exception {
    plane.poison("w1", 422);
    offer("w1");
    offer("w2");
    replica();
    taken("w1");
    taken("w2");
    await().until(() -> state("w1").equals("dead"));
    await().until(() -> statuses("w2"), List.of("queued")::equals);
    assertThat(said).anyMatch(line -> line.contains("nothing more is told of work w1"));
  }

  @Test
  void aReportOnWhichItBreaksIsTriedAgainAndDoesNotHoldUpTheRest() throws Exception {
    plane.poison("w1", 500);
    offer("w1");
    offer("w2");
    replica();
    taken("w1");
    taken("w2");
    await().until(() -> statuses("w2"), List.of("queued")::equals);
    assertThat(state("w1")).isEqualTo("open");
    plane.poison("", 0);
    await().until(() -> statuses("w1"), List.of("queued")::equals);
  }

  @Test
  void workWhoseTaskWasDroppedIsADeadLetter() throws Exception {
    offer("w1");
    offer("w2");
    replica();
    change("delete from task where id = ?", taken("w1"));
    await().until(() -> state("w1").equals("dead"));
    taken("w2");
    await().until(() -> statuses("w2"), List.of("queued")::equals);
  }

  @Test
  void workOfAnEarlierOwnerIsToldOfAndCanceledAllTheSame() throws Exception {
    offer("w1");
    Poller before = replica();
    UUID taskId = taken("w1");
    await().until(() -> statuses("w1"), List.of("queued")::equals);
    before.close();
    startFor(Ids.next());
    plane.cancel("w1");
    assertThat(outcome("w1").path("status").asText()).isEqualTo("canceled");
    task(taskId).body("status", equalTo("canceled"));
  }

  @Test
  void aSettingThatIsMissingIsNamed() {
    PlaneSettings settings =
        new PlaneSettings(Optional.of(plane.url()), scope, Optional.empty(), 100);
    assertThatThrownBy(() -> factory.start(settings))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage("muster.control-plane.owner is missing");
  }

  @Test
  void aWrongTokenIsComplainedOfOnceAndReadinessIsNotItsBusiness() {
    plane.expect("another-token");
    offer("w1");
    replica();
    await().until(() -> plane.requests().size() > 5);
    assertThat(said)
        .filteredOn(line -> line.contains("refuses muster.control-plane.token"))
        .hasSize(1);
    given().get("/q/health/ready").then().statusCode(200);
    assertThat(metric("failures_total")).isGreaterThan(3);
    plane.expect(ControlPlaneServer.TOKEN);
    taken("w1");
    assertThat(metric("work_total{answer=\"taken\"")).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {404, 422, 500})
  void anyOtherTroubleIsWaitedOut(int status) {
    plane.trouble("work", Trouble.status(status));
    offer("w1");
    replica();
    await().until(() -> plane.requests().size() > 3);
    plane.recover();
    taken("w1");
  }

  @Test
  void silenceIsGivenUpAndAskedAgain() {
    plane.trouble("work", Trouble.silence());
    offer("w1");
    replica();
    await().until(() -> said.stream().anyMatch(line -> line.contains("doesn't answer within")));
    plane.recover();
    taken("w1");
  }

  @Test
  void itComesBackNoSoonerThanItWasTold() {
    plane.trouble("work", new Trouble(503, "Retry-After", "1", false));
    replica();
    await().until(() -> plane.requests().size() >= 2);
    long between = plane.requests().get(1) - plane.requests().get(0);
    assertThat(Duration.ofNanos(between)).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void aRedirectIsNotFollowed() throws Exception {
    try (ControlPlaneServer other = new ControlPlaneServer()) {
      plane.trouble("work", new Trouble(307, "Location", other.url() + "/work", false));
      replica();
      await()
          .until(() -> said.stream().anyMatch(line -> line.contains("redirects are not followed")));
      assertThat(other.requests()).isEmpty();
    }
  }

  @Test
  void anAnswerWithoutEndIsNotReadToTheEnd() {
    plane.offer("w1", task(Map.of("input", "\"" + "x".repeat(5 << 20) + "\"")));
    replica();
    await().until(() -> said.stream().anyMatch(line -> line.contains("doesn't answer")));
    assertThat(tasks()).isZero();
    plane.offer("w1", "null");
    assertThat(refusal("w1").path("code").asInt()).isEqualTo(1001);
  }

  @Test
  void textThatIsNoJsonIsWaitedOut() {
    plane.offerText("w1", "}{");
    replica();
    await().until(() -> said.stream().anyMatch(line -> line.contains("can't be read as JSON")));
    offer("w1");
    taken("w1");
  }

  private double metric(String name) {
    return given()
        .get("/q/metrics")
        .asString()
        .lines()
        .filter(line -> line.startsWith("muster_control_plane_" + name) && line.contains(scope))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }
}
