package dev.muster.auth.account;

import static dev.muster.auth.People.PASSWORD;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.nullValue;

import dev.muster.auth.AuthProfile;
import dev.muster.auth.People;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@TestProfile(AuthProfile.class)
class RegistrationTest {
  private static final String UUID_TEXT = "[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f-]{21}";

  @Test
  void answersInTheEnvelopeUnderApiAndBareUnderV1() {
    String token = People.admin().access();
    People.json(body("email", fresh()))
        .auth()
        .oauth2(token)
        .post("/api/auth/register")
        .then()
        .statusCode(201)
        .body("code", equalTo(0), "data.user_id", matchesPattern(UUID_TEXT));
    People.json(body("email", fresh()))
        .auth()
        .oauth2(token)
        .post("/api/v1/auth/register")
        .then()
        .statusCode(201)
        .body("user_id", matchesPattern(UUID_TEXT), "code", nullValue());
  }

  @Test
  void isClosedToEverybodyButAdministrators() {
    People.json(body("email", fresh()))
        .post("/api/auth/register")
        .then()
        .statusCode(401)
        .body("code", equalTo(1002), "data", nullValue());
    People.register(People.user(), body("email", fresh()))
        .then()
        .statusCode(403)
        .body("code", equalTo(1003));
  }

  @Test
  void refusesAnAddressThatHasAnAccountHoweverItIsWritten() {
    String email = fresh();
    register(body("email", email)).statusCode(201);
    register(body("email", "  " + email.toUpperCase(Locale.ROOT)))
        .statusCode(409)
        .contentType("application/problem+json")
        .body("code", equalTo(2002));
  }

  @ParameterizedTest
  @CsvSource({
    "email,not-an-address",
    "email,''",
    "email,a@b@c",
    "email,ä@b.c",
    "password,short",
    "name,''",
    "name,'   '",
  })
  void namesTheFieldThatIsWrong(String field, String value) {
    register(body(field, value))
        .statusCode(400)
        .body("code", equalTo(1001), "errors.field", contains(field));
  }

  @Test
  void refusesOverLongValues() {
    register(body("email", "a".repeat(250) + "@b.c")).body("errors.field", contains("email"));
    register(body("name", "n".repeat(101))).body("errors.field", contains("name"));
    register(body("password", "p".repeat(1025))).body("errors.field", contains("password"));
    register(body("password", "p".repeat(900_000))).body("errors.field", contains("password"));
    register(body("password", "p".repeat(1_100_000))).statusCode(413).body("code", equalTo(1007));
  }

  @Test
  void namesAllFieldsThatAreMissing() {
    register(Map.of())
        .statusCode(400)
        .body("errors.field", hasItem("email"))
        .body("errors.field", hasItem("password"))
        .body("errors.field", hasItem("name"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"email\":\"a@b.c\",\"password\":\"long enough\",\"name\":\"n\",\"roles\":[\"admin\"]}",
        "{\"email\":\"a@b.c\",\"password\":123456789,\"name\":\"n\"}",
        "{\"email\":{},\"password\":\"long enough\",\"name\":\"n\"}",
        "{\"email\":\"a@b.c\",\"email\":\"d@e.f\",\"password\":\"long enough\",\"name\":\"n\"}",
        "{\"email\":\"a@b.c\",\"password\":\"long enough\",\"name\":\"a\\u0000b\"}",
        "{\"email\":\"a\\u0000@b.c\",\"password\":\"long enough\",\"name\":\"n\"}",
        "{\"email\":\"a@b.c\",\"password\":\"long enough\",\"name\":\"\\ud800\"}",
        "{\"email\":\"a@b.c\",\"password\":\"long enough \\udc00\",\"name\":\"n\"}",
        "{\"email\":",
        "[]",
        "null",
        "",
        "not json"
      })
  void refusesWhatIsNoRegistration(String raw) {
    given()
        .contentType(ContentType.JSON)
        .body(raw)
        .auth()
        .oauth2(People.admin().access())
        .post("/api/auth/register")
        .then()
        .statusCode(400)
        .body("code", equalTo(1001));
  }

  @Test
  void takesPasswordsOfAnyLengthAndScriptAsTheyAre() {
    String start = "密碼🔑\u0000".repeat(100);
    String email = fresh();
    register(body("email", email, "password", start + "a")).statusCode(201);
    People.login(email, start + "b").then().statusCode(401);
    People.login(email, start.substring(0, 72)).then().statusCode(401);
    People.login(email, start + "a").then().statusCode(200);
  }

  @Test
  void keepsNamesInAnyScript() {
    String email = fresh();
    register(body("email", email, "name", " Ægir 大空 😀 ")).statusCode(201);
    People.me(People.loggedIn(email, PASSWORD).access())
        .then()
        .body("name", equalTo("Ægir 大空 😀"), "email", equalTo(email), "roles", contains("user"));
  }

  private static ValidatableResponse register(Map<String, ?> body) {
    return People.register(People.admin(), body).then();
  }

  private static Map<String, Object> body(String... changes) {
    Map<String, Object> body = new HashMap<>();
    body.put("email", fresh());
    body.put("password", PASSWORD);
    body.put("name", "Somebody");
    for (int i = 0; i < changes.length; i += 2) {
      body.put(changes[i], changes[i + 1]);
    }
    return body;
  }

  private static String fresh() {
    return "r" + UUID.randomUUID() + "@muster.test";
  }
}
