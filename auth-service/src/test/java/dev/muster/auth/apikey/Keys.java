package dev.muster.auth.apikey;

import static io.restassured.RestAssured.given;

import dev.muster.auth.AuthProfile;
import dev.muster.auth.People;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.List;
import java.util.Map;

/** What people and programs do with keys, in the tests' words. */
public final class Keys {
  public static final String KEYS = "/api/v1/api-keys";
  static final String KEY = KEYS + "/{id}";

  /** A key whose answer was kept. */
  public record Made(String id, String appKey, String secret, String ownerId) {
    /** The headers that stand for its owner. */
    public RequestSpecification with() {
      return given().header("X-App-Key", appKey).header("X-App-Secret", secret);
    }
  }

  private Keys() {}

  static Response make(People.LoggedIn by, Object body) {
    return as(by).contentType("application/json").body(body).post(KEYS);
  }

  public static Made made(People.LoggedIn by, String... scopes) {
    return made(by, Map.of("name", "k", "scopes", List.of(scopes)));
  }

  static Made made(People.LoggedIn by, Map<String, ?> body) {
    Response answer = make(by, body);
    answer.then().statusCode(201);
    JsonPath json = answer.jsonPath();
    return new Made(
        json.get("id"), json.get("app_key"), json.get("app_secret"), json.get("owner_id"));
  }

  static Response internal(String path) {
    return service().get("/internal/api-keys/" + path);
  }

  static RequestSpecification service() {
    String token =
        People.serviceToken("ws-gateway", AuthProfile.GATEWAY_SECRET)
            .jsonPath()
            .getString("access_token");
    return given().auth().oauth2(token);
  }

  static RequestSpecification as(People.LoggedIn who) {
    return given().auth().oauth2(who.access());
  }
}
