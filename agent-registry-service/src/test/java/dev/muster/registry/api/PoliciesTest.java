package dev.muster.registry.api;

import static dev.muster.registry.api.Api.as;
import static dev.muster.registry.api.Api.newNamespace;
import static dev.muster.registry.api.Api.unique;
import static dev.muster.registry.api.TestIdentity.ADMIN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What task-service is told of namespaces. */
@RegistryTest
class PoliciesTest {
  private static final String NAMESPACE = "/api/v1/namespaces/{ns}";

  private final String name = unique();

  @AfterEach
  void back() {
    TaskStandIn.AWAY.remove(name);
  }

  @Test
  void weightQuotaAndPauseAreToldBeforeTheAnswer() {
    newNamespace(name);
    as(ADMIN).body("{\"weight\":7,\"quota\":3}").put(NAMESPACE, name).then().statusCode(200);
    assertThat(last().path("weight").asInt()).isEqualTo(7);
    assertThat(last().path("quota").asInt()).isEqualTo(3);
    as(ADMIN).post(NAMESPACE + "/pause", name).then().statusCode(200);
    assertThat(last().path("paused").asBoolean()).isTrue();
    as(ADMIN).post(NAMESPACE + "/resume", name).then().statusCode(200);
    assertThat(last().path("paused").asBoolean()).isFalse();
    assertThat(versions()).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void whatIsRepeatedIsNotToldAgain() {
    newNamespace(name);
    as(ADMIN).post(NAMESPACE + "/pause", name).then().statusCode(200);
    int told = versions().size();
    as(ADMIN).post(NAMESPACE + "/pause", name).then().statusCode(200);
    assertThat(versions()).hasSize(told);
  }

  @Test
  void whileTaskServiceIsAwayAChangeIsStoredAndToldLater() {
    newNamespace(name);
    TaskStandIn.AWAY.add(name);
    as(ADMIN).post(NAMESPACE + "/pause", name).then().statusCode(200);
    assertThat(last().path("paused").asBoolean()).isFalse();

    TaskStandIn.AWAY.remove(name);
    await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(() -> assertThat(last().path("paused").asBoolean()).isTrue());
  }

  @Test
  void oneThatIsMadeAnewSupersedesTheOldOne() {
    newNamespace(name);
    as(ADMIN).post(NAMESPACE + "/pause", name).then().statusCode(200);
    as(ADMIN).delete(NAMESPACE, name).then().statusCode(200);
    newNamespace(name);
    assertThat(last().path("paused").asBoolean()).isFalse();
    assertThat(versions()).isSorted().doesNotHaveDuplicates();
  }

  private JsonNode last() {
    return TaskStandIn.POLICIES.get(name).getLast();
  }

  private List<Long> versions() {
    return TaskStandIn.POLICIES.get(name).stream()
        .map(policy -> policy.path("version").asLong())
        .toList();
  }
}
