package dev.muster.tasks;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
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
import java.util.Map;
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

  private ValidatableResponse post(RequestSpecification who) {
    return who.contentType(ContentType.JSON).body(wish(Map.of())).post("/api/v1/tasks").then();
  }
}
