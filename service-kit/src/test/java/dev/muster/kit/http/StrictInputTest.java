package dev.muster.kit.http;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;

import dev.muster.test.PostgresAndRedis;
import dev.muster.test.auth.WithAuthServer;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@QuarkusTestResource(PostgresAndRedis.class)
@QuarkusTestResource(WithAuthServer.class)
class StrictInputTest {

  @Test
  void snakeCaseIsReadAndWrittenAndNullsAreLeftOut() {
    send("{\"name\":\"n\",\"slot_count\":2,\"run_at\":\"2026-01-02T03:04:05+01:00\"}")
        .statusCode(200)
        .body("data.slot_count", equalTo(2))
        .body("data.run_at", equalTo("2026-01-02T02:04:05Z"))
        .body("data.containsKey('owner_id')", equalTo(false));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'name':'n','nmae':1}|nmae",
        "{'name':1}|name",
        "{'name':true}|name",
        "{'name':['n']}|name",
        "{'name':'n','slot_count':'2'}|slot_count",
        "{'name':'n','slot_count':2.5}|slot_count",
        "{'name':'n','slot_count':99999999999}|slot_count",
        "{'name':'n','active':'true'}|active",
        "{'name':'n','active':1}|active",
        "{'name':'n','owner_id':'x'}|owner_id",
        "{'name':'n','owner_id':''}|owner_id",
        "{'name':'n','owner_id':'AAAAAAAAAAAAAAAAAAAAAA=='}|owner_id",
        "{'name':'n\\ud800'}|name",
        "{'name':'n','slot_count':99999999999999999999}|slot_count",
        "{'name':'n','run_at':''}|run_at",
        "{'name':'n','run_at':1733000000}|run_at",
        "{'name':'n','run_at':'2026-01-02'}|run_at",
        "{'name':'n','parts':[{'part_name':'a'},{'part_name':5}]}|parts[1].part_name",
        "{'name':'n','parts':[{'part_name':'a','x':1}]}|parts[0].x",
        "{'name':'n','name':'m'}|''",
        "[]|''",
        "{'name':'n'} {}|''",
        "{'name':|''",
        "nothing|''",
        "''|body",
      })
  void whatIsNotAgreedUponIsRefusedByField(String body, String field) {
    send(body.replace('\'', '"'))
        .statusCode(400)
        .body("code", equalTo(1001))
        .body("errors.field", hasItem(field));
  }

  @Test
  void constraintsAreAnsweredPerField() {
    send("{\"slot_count\":0,\"parts\":[{\"part_name\":\"too long\"}]}")
        .statusCode(400)
        .body("code", equalTo(1001))
        .body("errors.field", hasItems("name", "slot_count", "parts[0].part_name"));
  }

  @Test
  void anAcceptThatIsNoMediaTypeIsRefused() {
    given()
        .header("Accept", "garbage")
        .contentType(ContentType.JSON)
        .body("{\"name\":\"n\"}")
        .post("/api/samples")
        .then()
        .statusCode(406)
        .body("code", equalTo(1006));
  }

  @Test
  void nullBodyIsRefused() {
    send("null").statusCode(400).body("code", equalTo(1001));
  }

  @Test
  void deepNestingIsRefused() {
    send("{\"name\":\"n\",\"input\":" + "[".repeat(70) + "]".repeat(70) + "}")
        .statusCode(400)
        .body("errors[0].message", containsString("64"));
    send("{\"name\":\"n\",\"input\":" + "[".repeat(60) + "]".repeat(60) + "}").statusCode(200);
  }

  @Test
  void overlongBodyIsRefused() {
    send("{\"name\":\"" + "n".repeat(1 << 20) + "\"}").statusCode(413).body("code", equalTo(1007));
  }

  @Test
  void overlongBodyInChunksIsRefusedToo() throws Exception {
    assertThat(sendInChunks("n".repeat(1 << 20)).statusCode()).isEqualTo(413);
    assertThat(sendInChunks("n".repeat(1 << 20)).body()).contains("\"code\":1007");
    assertThat(sendInChunks("n").statusCode()).isEqualTo(200);
  }

  private static HttpResponse<String> sendInChunks(String name) throws Exception {
    byte[] body = ("{\"name\":\"" + name + "\"}").getBytes(StandardCharsets.UTF_8);
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(
          HttpRequest.newBuilder(
                  URI.create(RestAssured.baseURI + ":" + RestAssured.port + "/api/samples"))
              .version(HttpClient.Version.HTTP_1_1)
              .header("Content-Type", "application/json")
              .POST(HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)))
              .build(),
          HttpResponse.BodyHandlers.ofString());
    }
  }

  @Test
  void answersNameNoClass() {
    send("{\"name\":\"n\",\"slot_count\":{}}")
        .body("errors[0].message", containsString("a number"));
  }

  @ParameterizedTest
  @CsvSource({"page,0", "page,x", "page_size,201", "page_size,-1", "page,٣", "owner,x"})
  void queryParametersAreChecked(String name, String value) {
    given()
        .queryParam(name, value)
        .get("/api/v1/samples")
        .then()
        .statusCode(400)
        .contentType("application/problem+json")
        .body("code", equalTo(1001))
        .body("errors[0].field", equalTo(name));
  }

  @Test
  void pagesAreCounted() {
    given()
        .queryParam("page", 3)
        .queryParam("page_size", 200)
        .get("/api/v1/samples")
        .then()
        .body("items", hasItems(3, 200, 400))
        .body("total", equalTo(3));
  }

  private static ValidatableResponse send(String body) {
    return given().contentType(ContentType.JSON).body(body).post("/api/samples").then();
  }
}
