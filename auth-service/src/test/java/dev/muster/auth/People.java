package dev.muster.auth;

import static io.restassured.RestAssured.given;

import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** What people do with the service, in the tests' words. */
public final class People {
  public static final String PASSWORD = "a long enough password";

  /** One who has logged in. */
  public record LoggedIn(String email, String access, String refresh) {
    public static LoggedIn of(String email, JsonPath tokens) {
      return new LoggedIn(email, tokens.get("access_token"), tokens.get("refresh_token"));
    }
  }

  private People() {}

  public static LoggedIn admin() {
    return loggedIn(AuthProfile.ADMIN_EMAIL, AuthProfile.ADMIN_PASSWORD);
  }

  /** A user nobody else in the tests knows. */
  public static LoggedIn user() {
    String email = "u" + UUID.randomUUID() + "@muster.test";
    register(admin(), Map.of("email", email, "password", PASSWORD, "name", "U"))
        .then()
        .statusCode(201);
    return loggedIn(email, PASSWORD);
  }

  public static LoggedIn loggedIn(String email, String password) {
    Response response = login(email, password);
    response.then().statusCode(200);
    return LoggedIn.of(email, response.jsonPath());
  }

  public static Response login(String email, String password) {
    return json(Map.of("email", email, "password", password)).post("/api/v1/auth/login");
  }

  public static Response register(LoggedIn by, Map<String, ?> body) {
    return json(body).auth().oauth2(by.access()).post("/api/v1/auth/register");
  }

  public static Response refresh(String token) {
    return json(Map.of("refresh_token", token)).post("/api/v1/auth/refresh");
  }

  public static Response logout(LoggedIn who) {
    return given().auth().oauth2(who.access()).post("/api/v1/auth/logout");
  }

  public static Response me(String access) {
    return given().auth().oauth2(access).get("/api/v1/auth/me");
  }

  public static String idOf(LoggedIn who) {
    return me(who.access()).jsonPath().getString("id");
  }

  /** Another administrator. */
  public static LoggedIn secondAdmin() {
    LoggedIn user = user();
    json(Map.of("roles", List.of("admin", "user")))
        .auth()
        .oauth2(admin().access())
        .patch("/api/v1/users/" + idOf(user))
        .then()
        .statusCode(200);
    return loggedIn(user.email(), PASSWORD);
  }

  public static RequestSpecification as(LoggedIn who) {
    return given().auth().oauth2(who.access());
  }

  public static RequestSpecification asGateway() {
    return given()
        .auth()
        .oauth2(
            serviceToken("ws-gateway", AuthProfile.GATEWAY_SECRET)
                .jsonPath()
                .getString("access_token"));
  }

  public static RequestSpecification json(Object body) {
    return given().contentType(ContentType.JSON).body(body);
  }

  public static Response serviceToken(String client, String secret) {
    return given()
        .auth()
        .preemptive()
        .basic(client, secret)
        .formParam("grant_type", "client_credentials")
        .post("/oauth2/token");
  }
}
