package dev.muster.auth.user;

import static dev.muster.auth.People.PASSWORD;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import dev.muster.auth.AuthProfile;
import dev.muster.auth.People;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@TestProfile(AuthProfile.class)
class UsersTest {
  private static final String USERS = "/api/v1/users";

  @Test
  void anAdministratorMakesAUserWithRoles() {
    String email = "n" + UUID.randomUUID() + "@muster.test";
    Response made =
        People.json(
                Map.of(
                    "email", email, "password", PASSWORD, "name", "N", "roles", List.of("admin")))
            .auth()
            .oauth2(People.admin().access())
            .post(USERS);
    made.then().statusCode(201);
    String id = made.jsonPath().getString("id");
    People.as(People.admin())
        .get(USERS + "/" + id)
        .then()
        .statusCode(200)
        .header("ETag", equalTo("\"0\""))
        .body("email", equalTo(email), "name", equalTo("N"), "roles", contains("admin"))
        .body("disabled", equalTo(false), "created_at", matchesPattern(".*T.*Z"))
        .body("password_hash", nullValue());
    People.as(People.loggedIn(email, PASSWORD)).get(USERS).then().statusCode(200);
  }

  @Test
  void theListIsFilteredAndPaged() {
    People.LoggedIn user = People.user();
    list("q", user.email().substring(1, 20))
        .body("total", equalTo(1))
        .body("items.email", contains(user.email()));
    list("q", user.email().toUpperCase(Locale.ROOT)).body("total", equalTo(1));
    list("q", "%").body("total", equalTo(0));
    list("q", "_").body("total", equalTo(0));
    list("role", "admin")
        .body("items.email", hasItem(AuthProfile.ADMIN_EMAIL))
        .body("items.email", not(hasItem(user.email())));
    list("disabled", "true").body("items.disabled", everyItem(equalTo(true)));
    list("page_size", "1").body("items", hasSize(1));
    People.as(People.admin())
        .get("/api/users")
        .then()
        .statusCode(200)
        .body("code", equalTo(0), "data.items", not(hasSize(0)));
  }

  @ParameterizedTest
  @CsvSource({"role,agent", "disabled,yes", "page,0", "page_size,201"})
  void refusesFiltersThatAreNone(String name, String value) {
    People.as(People.admin())
        .queryParam(name, value)
        .get(USERS)
        .then()
        .statusCode(400)
        .body("code", equalTo(1001), "errors.field", contains(name));
  }

  @ParameterizedTest
  @ValueSource(strings = {"%00", "a%0Ab"})
  void refusesControlCharactersInTheSearch(String encoded) {
    People.as(People.admin())
        .urlEncodingEnabled(false)
        .get(USERS + "?q=" + encoded)
        .then()
        .statusCode(400)
        .body("errors.field", contains("q"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "' OR '1'='1",
        "'; DELETE FROM account; --",
        "\\",
        "!",
        "\uD83D\uDD11",
        "x) OR (1=1"
      })
  void takesWhatLooksLikeSqlAsText(String text) {
    list("q", text).body("total", equalTo(0));
    People.LoggedIn user = People.user();
    People.json(Map.of("name", text))
        .auth()
        .oauth2(user.access())
        .patch(USERS + "/me")
        .then()
        .statusCode(200)
        .body("name", equalTo(text));
    list("q", text).body("items.email", contains(user.email()));
    rename(user, "U");
  }

  @Test
  void isForAdministratorsOnly() {
    People.LoggedIn user = People.user();
    given().get(USERS).then().statusCode(401);
    People.as(user).get(USERS).then().statusCode(403).body("code", equalTo(1003));
    People.json(Map.of("email", "a@b.c", "password", PASSWORD, "name", "N"))
        .auth()
        .oauth2(user.access())
        .post(USERS)
        .then()
        .statusCode(403);
    People.as(user).delete(USERS + "/me").then().statusCode(403);
  }

  @Test
  void aUserSeesItselfAndNobodyElse() {
    People.LoggedIn user = People.user();
    String other = People.idOf(People.user());
    People.as(user).get(USERS + "/me").then().statusCode(200).body("email", equalTo(user.email()));
    People.as(user).get(USERS + "/" + People.idOf(user)).then().statusCode(200);
    for (String guess : List.of(other, UUID.randomUUID().toString(), "x", "0", other + "0")) {
      People.as(user)
          .get(USERS + "/" + guess)
          .then()
          .statusCode(404)
          .body("code", equalTo(2001), "detail", equalTo("no such user"));
      People.as(user).get(USERS + "/" + guess + "/sessions").then().statusCode(404);
      People.as(user).delete(USERS + "/" + guess + "/sessions").then().statusCode(404);
      patch(user, guess, Map.of("name", "Mine")).then().statusCode(404).body("code", equalTo(2001));
    }
  }

  @Test
  void aUserChangesItsNameButNotItsRights() {
    People.LoggedIn user = People.user();
    rename(user, " \u00c6gir ");
    People.me(user.access()).then().body("name", equalTo("\u00c6gir"));
    patch(user, "me", Map.of("roles", List.of("admin"))).then().statusCode(403);
    patch(user, "me", Map.of("disabled", false)).then().statusCode(403);
    People.me(user.access()).then().statusCode(200).body("roles", contains("user"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"roles\":[]}",
        "{\"roles\":[\"service\"]}",
        "{\"roles\":[\"agent\"]}",
        "{\"roles\":[null]}",
        "{\"roles\":[\"user\",\"user\",\"user\"]}",
        "{\"roles\":\"admin\"}",
        "{\"name\":\"\"}",
        "{\"name\":\"\\u3000\"}",
        "{\"name\":\"a\\u0000b\"}",
        "{\"name\":\"\\ud800\"}",
        "{\"disabled\":\"true\"}",
        "{\"disabled\":1}",
        "{\"email\":\"other@muster.test\"}",
        "{\"password_hash\":\"x\"}",
        "{\"version\":3}",
        "[]",
        "null",
        ""
      })
  void refusesWhatIsNoChange(String raw) {
    String id = People.idOf(People.user());
    Response before = People.as(People.admin()).get(USERS + "/" + id);
    People.json(raw)
        .auth()
        .oauth2(People.admin().access())
        .patch(USERS + "/" + id)
        .then()
        .statusCode(400)
        .body("code", equalTo(1001));
    assertThat(People.as(People.admin()).get(USERS + "/" + id).asString())
        .isEqualTo(before.asString());
  }

  @Test
  void aChangeNeedsTheTagThatItNames() {
    String id = People.idOf(People.user());
    People.LoggedIn admin = People.admin();
    Response changed = patch(admin, id, Map.of("name", "First"));
    changed.then().statusCode(200).header("ETag", equalTo("\"1\""));
    tagged(admin, "\"0\"")
        .patch(USERS + "/" + id)
        .then()
        .statusCode(412)
        .body("code", equalTo(2003));
    tagged(admin, "\"0\"").delete(USERS + "/" + id).then().statusCode(412);
    tagged(admin, "\"1\"")
        .patch(USERS + "/" + id)
        .then()
        .statusCode(200)
        .header("ETag", equalTo("\"2\""));
    patch(admin, id, Map.of("name", "Second")).then().header("ETag", equalTo("\"2\""));
  }

  private static RequestSpecification tagged(People.LoggedIn who, String tag) {
    return People.json(Map.of("name", "Second"))
        .header("If-Match", tag)
        .auth()
        .oauth2(who.access());
  }

  private static void rename(People.LoggedIn user, String name) {
    patch(user, "me", Map.of("name", name)).then().statusCode(200);
  }

  private static Response patch(People.LoggedIn who, String id, Map<String, ?> body) {
    return People.json(body).auth().oauth2(who.access()).patch(USERS + "/" + id);
  }

  private static ValidatableResponse list(String name, String value) {
    return People.as(People.admin()).queryParam(name, value).get(USERS).then().statusCode(200);
  }
}
