package dev.muster.registry.api;

import static dev.muster.registry.api.Api.AGENT;
import static dev.muster.registry.api.Api.AUTHENTICATE;
import static dev.muster.registry.api.Api.as;
import static dev.muster.registry.api.Api.newAgent;
import static dev.muster.registry.api.TestIdentity.ADMIN;
import static dev.muster.registry.api.TestIdentity.SERVICE;
import static dev.muster.registry.api.TestIdentity.USER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.nullValue;

import dev.muster.event.GatewayNotice;
import dev.muster.event.RedisNames;
import dev.muster.id.Ids;
import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.redis.datasource.pubsub.PubSubCommands.RedisSubscriber;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@RegistryTest
class DutyTest {
  private static final String TOKEN = "0123456789abcdef";

  @Inject RedisDataSource redis;

  private String id;
  private final Queue<GatewayNotice> notices = new ConcurrentLinkedQueue<>();
  private RedisSubscriber control;

  @BeforeEach
  void listen() {
    id = newAgent("\"token\":\"" + TOKEN + "\"");
    control =
        redis
            .pubsub(String.class)
            .subscribe(
                RedisNames.GATEWAY_CONTROL,
                json -> {
                  GatewayNotice notice = GatewayNotice.parse(json);
                  if (notice.agentId().toString().equals(id)) {
                    notices.add(notice);
                  }
                });
  }

  @AfterEach
  void stopListening() {
    control.unsubscribe();
    TaskStandIn.AWAY.clear();
  }

  @Test
  void aDrainIsKeptAndTaskServiceAndTheGatewaysAreTold() {
    order("drain", "new kernel")
        .then()
        .statusCode(200)
        .body("mode", equalTo("draining"))
        .body("reason", equalTo("new kernel"))
        .body("effective", equalTo(true));

    assertThat(TaskStandIn.modes(id)).containsExactly("draining");
    assertThat(TaskStandIn.INTAKES.get(id).getFirst().path("version").asLong()).isEqualTo(1);
    await().until(() -> !notices.isEmpty());
    assertThat(notices.element().kind()).isEqualTo(GatewayNotice.Kind.CHANGED);
    authenticate()
        .then()
        .statusCode(200)
        .body("orders.mode", equalTo("draining"))
        .body("orders.version", equalTo(1));
    as(ADMIN)
        .get(AGENT, id)
        .then()
        .body("data.mode", equalTo("draining"))
        .body("data.mode_reason", equalTo("new kernel"))
        .body("data.mode_effective", equalTo(true));
    as(USER)
        .get(AGENT, id)
        .then()
        .body("data.mode", equalTo("draining"))
        .body("data.mode_reason", nullValue());
  }

  @Test
  void givingAnOrderTwiceChangesNothing() {
    order("drain", "first");
    String tag = as(ADMIN).get(AGENT, id).header("ETag");
    order("drain", "second").then().statusCode(200).body("reason", equalTo("first"));

    assertThat(as(ADMIN).get(AGENT, id).header("ETag")).isEqualTo(tag);
    assertThat(TaskStandIn.modes(id)).containsExactly("draining");
  }

  @Test
  void anAgentInQuarantineIsThrownOutAndNotLetInUntilItIsResumed() {
    order("quarantine", "odd behaviour").then().body("mode", equalTo("quarantined"));
    await().until(() -> !notices.isEmpty());
    assertThat(notices.element())
        .isEqualTo(
            new GatewayNotice(
                GatewayNotice.Kind.KICKED, UUID.fromString(id), 0, "in quarantine: odd behaviour"));
    authenticate().then().statusCode(403).body("code", equalTo(1003));
    as(SERVICE)
        .body("{\"token\":\"wrong-wrong-wrong\"}")
        .post(AUTHENTICATE, id)
        .then()
        .statusCode(401);
    order("drain", "").then().statusCode(409).body("code", equalTo(2002));

    order("resume", "").then().statusCode(200).body("mode", equalTo("active"));
    authenticate().then().statusCode(200).body("orders.version", equalTo(2));
    assertThat(TaskStandIn.modes(id)).containsExactly("quarantined", "active");
  }

  @Test
  void aRotationDoesNotLetAnAgentOutOfQuarantine() {
    as(ADMIN).post("/api/agents/{id}/rotate-token", id);
    String offered = as(SERVICE).post("/internal/agents/{id}/rotation", id).path("token");
    order("quarantine", "");

    as(SERVICE)
        .body("{\"token\":\"" + offered + "\"}")
        .post(AUTHENTICATE, id)
        .then()
        .statusCode(403);
    order("resume", "");
    authenticate().then().statusCode(200);
  }

  @Test
  void whileTaskServiceIsAwayTheOrderIsKeptAndToldLater() {
    TaskStandIn.AWAY.add(id);
    order("drain", "").then().statusCode(200).body("effective", equalTo(false));
    as(ADMIN).get(AGENT, id).then().body("data.mode_effective", equalTo(false));
    order("resume", "").then().body("effective", equalTo(false));
    TaskStandIn.AWAY.clear();

    await().until(() -> TaskStandIn.modes(id).contains("active"));
    assertThat(TaskStandIn.modes(id)).containsOnly("active");
    await().until(() -> as(ADMIN).get(AGENT, id).<Boolean>path("data.mode_effective"));
  }

  @Test
  void whatIsToldLaterIsToldToTheGatewaysAgainToo() {
    TaskStandIn.AWAY.add(id);
    order("quarantine", "").then().body("effective", equalTo(false));
    await().until(() -> !notices.isEmpty());
    notices.clear();
    TaskStandIn.AWAY.clear();

    await().until(() -> TaskStandIn.modes(id).contains("quarantined"));
    await().until(() -> !notices.isEmpty());
    assertThat(notices.element().kind()).isEqualTo(GatewayNotice.Kind.CHANGED);
  }

  @Test
  void aKickClosesTheSocketAndChangesNothing() {
    String tag = as(ADMIN).get(AGENT, id).header("ETag");
    as(ADMIN)
        .body("{\"reason\":\"move\"}")
        .post("/api/v1/agents/{id}/kick", id)
        .then()
        .statusCode(200)
        .body("kicked", equalTo(true));

    await().until(() -> !notices.isEmpty());
    assertThat(notices.element().reason()).isEqualTo("thrown out: move");
    assertThat(as(ADMIN).get(AGENT, id).header("ETag")).isEqualTo(tag);
    authenticate().then().statusCode(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"drain", "resume", "quarantine", "kick", "rotate-token"})
  void reasonsAreOneShortLineAndAgentsMustExist(String verb) {
    for (String reason : List.of("a\\u0000b", "a\\nb", "x".repeat(501), "\\ud800")) {
      order(verb, reason).then().statusCode(400).body("errors.field", hasItem("reason"));
    }
    as(ADMIN)
        .body("{\"reason\":\"a\",\"force\":true}")
        .post("/api/v1/agents/{id}/" + verb, id)
        .then()
        .statusCode(400);
    as(ADMIN).get(AGENT, id).then().body("data.mode", equalTo("active"));
    for (String unknown : List.of("x", Ids.next().toString())) {
      as(ADMIN)
          .post("/api/v1/agents/{id}/" + verb, unknown)
          .then()
          .statusCode(404)
          .body("code", equalTo(2001));
    }
    assertThat(TaskStandIn.modes(id)).isEmpty();
  }

  @Test
  void manyProfilesAreAnsweredAtOnceWithoutTheUnknown() {
    String other = newAgent();
    order("quarantine", "");
    as(SERVICE)
        .body("{\"ids\":[\"" + id + "\",\"" + other + "\",\"" + Ids.next() + "\"]}")
        .post("/internal/agents/profiles")
        .then()
        .statusCode(200)
        .body("items.id", containsInAnyOrder(id, other))
        .body("items.findAll { it.id == '" + id + "' }.orders.mode", contains("quarantined"));
    as(SERVICE).body("{\"ids\":null}").post("/internal/agents/profiles").then().statusCode(400);
    as(SERVICE).body("{\"ids\":[null]}").post("/internal/agents/profiles").then().statusCode(400);
  }

  private Response order(String verb, String reason) {
    return as(ADMIN)
        .body("{\"reason\":\"" + reason + "\"}")
        .post("/api/v1/agents/{id}/" + verb, id);
  }

  private Response authenticate() {
    return as(SERVICE).body("{\"token\":\"" + TOKEN + "\"}").post(AUTHENTICATE, id);
  }
}
