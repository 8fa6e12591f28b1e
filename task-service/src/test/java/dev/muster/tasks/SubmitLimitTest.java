package dev.muster.tasks;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.startsWith;

import dev.muster.id.Ids;
import dev.muster.kit.limit.Buckets;
import dev.muster.kit.limit.Limit;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
class SubmitLimitTest extends QueueCase {
  @Inject Buckets buckets;

  @Test
  void aUserWhoSubmittedTooOftenIsSentAwayAndMakesNoTask() {
    post(api())
        .statusCode(201)
        .header("RateLimit", startsWith("\"submit\";r=19999;t="))
        .header("RateLimit-Policy", "\"submit\";q=20000;w=43200");
    while (buckets.spend(Limit.SUBMIT, user.toString()).allowed()) {
      // Until it is empty.
    }
    post(api()).statusCode(429).header("Retry-After", notNullValue()).body("code", equalTo(4291));
    api().get("/api/v1/tasks").then().statusCode(200).body("total", equalTo(1));
    post(given().auth().oauth2(auth.token(Ids.next().toString(), "user"))).statusCode(201);
  }

  @Test
  void aTaskThatIsRunOnceMoreCountsAsASubmit() {
    List<UUID> ids = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      UUID taskId = submit(Map.of());
      api().post("/api/v1/tasks/" + taskId + "/cancel").then().statusCode(200);
      ids.add(taskId);
    }
    // Two are left, and one more every two seconds.
    assertThat(buckets.spend(Limit.SUBMIT, user.toString(), 20_000 - 6 - 2).allowed()).isTrue();
    retry(ids)
        .statusCode(200)
        .body("task_ids.size()", allOf(greaterThanOrEqualTo(2), lessThan(6)))
        .body("more", equalTo(true));
    while (buckets.spend(Limit.SUBMIT, user.toString()).allowed()) {
      // Until it is empty.
    }
    retry(ids).statusCode(429).body("code", equalTo(4291));
    api().get("/api/v1/tasks/" + ids.getLast()).then().body("status", equalTo("canceled"));
  }

  private ValidatableResponse retry(List<UUID> ids) {
    return api()
        .contentType(ContentType.JSON)
        .body(Map.of("ids", ids))
        .post("/api/v1/tasks/retry")
        .then();
  }

  private ValidatableResponse post(RequestSpecification who) {
    return who.contentType(ContentType.JSON).body(wish(Map.of())).post("/api/v1/tasks").then();
  }
}
