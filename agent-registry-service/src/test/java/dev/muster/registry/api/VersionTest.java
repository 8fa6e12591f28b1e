package dev.muster.registry.api;

import static dev.muster.registry.api.Api.AGENT;
import static dev.muster.registry.api.Api.as;
import static dev.muster.registry.api.Api.newAgent;
import static dev.muster.registry.api.TestIdentity.ADMIN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.restassured.response.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@RegistryTest
class VersionTest {

  @Test
  void aChangeGivesANewTag() {
    String id = newAgent();
    String before = tag(id);
    String answered = rename(id, "other", before).then().statusCode(200).extract().header("ETag");

    assertThat(answered).isNotEqualTo(before).isEqualTo(tag(id));
  }

  @Test
  void aChangeThatChangesNothingKeepsTheTag() {
    String id = newAgent("\"name\":\"same\"");
    String before = tag(id);

    rename(id, "same", before).then().statusCode(200).header("ETag", before);
  }

  @Test
  void aNewTokenGivesANewTag() {
    String id = newAgent();
    String before = tag(id);

    as(ADMIN).body("{\"token\":\"fedcba9876543210\"}").put(AGENT, id).then().statusCode(200);

    assertThat(tag(id)).isNotEqualTo(before);
  }

  @Test
  void aStaleTagChangesAndDeletesNothing() {
    String id = newAgent("\"name\":\"first\"");
    String stale = tag(id);
    rename(id, "second", stale).then().statusCode(200);

    rename(id, "third", stale).then().statusCode(412).body("code", equalTo(2003));
    as(ADMIN).header("If-Match", stale).delete(AGENT, id).then().statusCode(412);
    as(ADMIN).get(AGENT, id).then().body("data.name", equalTo("second"));

    as(ADMIN).header("If-Match", tag(id)).delete(AGENT, id).then().statusCode(200);
  }

  @Test
  void ofManyThatStartFromTheSameTagOneWins() throws Exception {
    String id = newAgent();
    String tag = tag(id);
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      List<Future<Integer>> answers =
          IntStream.range(0, 8)
              .mapToObj(n -> threads.submit(() -> rename(id, "n" + n, tag).statusCode()))
              .toList();
      List<Integer> statuses = new ArrayList<>();
      for (Future<Integer> answer : answers) {
        statuses.add(answer.get());
      }
      assertThat(statuses).containsOnly(200, 412).containsOnlyOnce(200);
    }
  }

  private static Response rename(String id, String name, String tag) {
    return as(ADMIN).header("If-Match", tag).body("{\"name\":\"" + name + "\"}").put(AGENT, id);
  }

  private static String tag(String id) {
    return as(ADMIN).get(AGENT, id).header("ETag");
  }
}
