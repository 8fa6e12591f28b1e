package dev.muster.kit.http;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import dev.muster.test.PostgresAndRedis;
import dev.muster.test.auth.WithAuthServer;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(PostgresAndRedis.class)
@QuarkusTestResource(WithAuthServer.class)
class FramingTest {
  private static final String ID = "018f3c5e-7a00-7000-8000-000000000001";

  @Test
  void apiAnswersInTheEnvelope() {
    given()
        .header("X-Request-ID", "req-1")
        .get("/api/samples/" + ID)
        .then()
        .statusCode(200)
        .contentType(ContentType.JSON)
        .header("X-Request-ID", "req-1")
        .body("code", equalTo(0))
        .body("message", equalTo("OK"))
        .body("data.id", equalTo(ID))
        .body("data.run_at", equalTo("1970-01-01T00:00:00Z"))
        .body("request_id", equalTo("req-1"))
        .body("$", not(hasKey("errors")));
  }

  @Test
  void apiV1AnswersTheBareResource() {
    given()
        .get("/api/v1/samples/" + ID)
        .then()
        .statusCode(200)
        .body("id", equalTo(ID))
        .body("$", not(hasKey("code")));
  }

  @Test
  void slashAtTheEndIsAccepted() {
    given().get("/api/samples/" + ID + "/").then().statusCode(200).body("data.id", equalTo(ID));
    given().get("/api/v1/samples/").then().statusCode(200).body("total", equalTo(3));
  }

  @Test
  void methodWithoutResultAnswersEmptyData() {
    given()
        .contentType(ContentType.JSON)
        .post("/api/samples/nothing")
        .then()
        .statusCode(200)
        .body("code", equalTo(0))
        .body("data", equalTo(Map.of()));
    given().post("/api/v1/samples/nothing").then().statusCode(204);
  }

  @Test
  void listKeepsItsHeadersInTheEnvelope() {
    given()
        .get("/api/samples/bare")
        .then()
        .header("X-Total-Count", "1")
        .body("data", contains("a"));
  }

  @Test
  void bytesAndReadyJsonStayAsTheyAre() {
    given().get("/api/samples/bytes").then().statusCode(200).body(equalTo("abc"));
    given().get("/api/v1/samples/text").then().body("ready", equalTo(true));
    given().get("/api/samples/text").then().body("data.ready", equalTo(true));
  }

  @Test
  void apiErrorsHaveNullData() {
    given()
        .get("/api/samples/fail/conflict")
        .then()
        .statusCode(409)
        .contentType(ContentType.JSON)
        .body("code", equalTo(2002))
        .body("message", equalTo("name is taken"))
        .body("data", nullValue())
        .body("$", hasKey("data"))
        .body("request_id", matchesPattern("[0-9a-f-]{36}"));
  }

  @Test
  void apiV1ErrorsAreProblems() {
    given()
        .get("/api/v1/samples/fail/conflict")
        .then()
        .statusCode(409)
        .contentType("application/problem+json")
        .body("type", equalTo("urn:muster:error:2002"))
        .body("title", equalTo("conflict"))
        .body("status", equalTo(409))
        .body("detail", equalTo("name is taken"))
        .body("code", equalTo(2002))
        .body("request_id", matchesPattern("[0-9a-f-]{36}"));
  }

  @Test
  void unexpectedFailureTellsNothing() {
    given()
        .get("/api/samples/fail/bug")
        .then()
        .statusCode(500)
        .body("code", equalTo(5000))
        .body(not(containsString("nobody")))
        .body(not(containsString("Exception")));
  }

  @Test
  void absentDependencyIsAnsweredWithRetryAfter() {
    given()
        .get("/api/v1/samples/fail/database")
        .then()
        .statusCode(503)
        .header("Retry-After", "2")
        .body("code", equalTo(5003));
    given().get("/api/samples/fail/later").then().statusCode(429).header("Retry-After", "2");
  }

  @Test
  void unknownPathsAreFramedAsTheirFamily() {
    given()
        .get("/api/none")
        .then()
        .statusCode(404)
        .body("code", equalTo(2001))
        .body("data", nullValue());
    given().get("/api/v1/none").then().statusCode(404).contentType("application/problem+json");
    given().get("/none").then().statusCode(404).contentType("application/problem+json");
    given().get("/api/samples/not-an-id").then().statusCode(404).body("code", equalTo(2001));
  }

  @Test
  void wrongMethodAndMediaTypeAreFramed() {
    given().delete("/api/samples").then().statusCode(405).body("code", equalTo(1005));
    given()
        .contentType("text/plain")
        .body("x")
        .post("/api/samples")
        .then()
        .statusCode(415)
        .body("code", equalTo(1006));
    given()
        .accept("image/png")
        .get("/api/v1/samples/bytes")
        .then()
        .statusCode(406)
        .body("code", equalTo(1006));
  }

  @Test
  void requestIdIsReplacedWhenItIsNoVisibleAscii() {
    given()
        .header("X-Request-ID", "a b")
        .get("/api/samples/context")
        .then()
        .header("X-Request-ID", matchesPattern("[0-9a-f-]{36}"));
    given()
        .header("X-Request-ID", "x".repeat(129))
        .get("/none")
        .then()
        .header("X-Request-ID", matchesPattern("[0-9a-f-]{36}"));
  }

  @Test
  void traceparentReachesTheResource() {
    String parent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
    given()
        .header("traceparent", parent)
        .header("X-Request-ID", "req-9")
        .get("/api/v1/samples/context")
        .then()
        .body("traceparent", equalTo(parent))
        .body("request_id", equalTo("req-9"));
    given()
        .header("traceparent", "00-" + "0".repeat(32) + "-00f067aa0ba902b7-01")
        .get("/api/v1/samples/context")
        .then()
        .body("traceparent", equalTo(""));
  }

  @Test
  void healthAndMetricsHaveShortPathsToo() {
    given().get("/health").then().statusCode(200).body("status", equalTo("UP"));
    given().get("/health/").then().statusCode(200).body("status", equalTo("UP"));
    given().get("/health/ready").then().statusCode(200).body("status", equalTo("UP"));
    given().get("/q/health/live").then().statusCode(200);
    given().get("/metrics").then().statusCode(200).body(containsString("# TYPE"));
    given().get("/q/metrics").then().statusCode(200);
  }
}
