package dev.muster.auth.oauth;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.lessThanOrEqualTo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.muster.auth.AuthProfile;
import dev.muster.auth.People;
import dev.muster.auth.TestSql;
import dev.muster.auth.apikey.Keys;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.util.Base64;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(AuthProfile.class)
class KeyTokenTest {
  @Inject TestSql sql;

  @Test
  void keyGetsATokenOfItsOwnerWithItsScopes() throws Exception {
    Keys.Made key = Keys.made(People.user(), "tasks:write", "tasks:read");
    Response answer = token(key, key.secret());
    answer
        .then()
        .statusCode(200)
        .header("Cache-Control", "no-store")
        .body("expires_in", equalTo(3600), "scope", equalTo("tasks:read tasks:write"));
    JsonNode claims = claims(answer);
    assertThat(claims.path("sub").asText()).isEqualTo(key.ownerId());
    assertThat(claims.path("client_id").asText()).isEqualTo(key.appKey());
    assertThat(claims.path("scope").asText()).isEqualTo("tasks:read tasks:write");
    assertThat(claims.path("roles").toString()).isEqualTo("[\"user\"]");
    assertThat(claims.has("sid")).isFalse();
  }

  @Test
  void fewerScopesAreGivenWhenFewerAreAskedFor() throws Exception {
    Keys.Made key = Keys.made(People.user(), "tasks:write", "tasks:read");
    Response answer = token(key, key.secret(), "tasks:read");
    answer.then().statusCode(200).body("scope", equalTo("tasks:read"));
    assertThat(claims(answer).path("scope").asText()).isEqualTo("tasks:read");
    for (String more : new String[] {"agents:read", "tasks:read admin", "x", "tasks:read  "}) {
      token(key, key.secret(), more).then().statusCode(400).body("error", equalTo("invalid_scope"));
    }
  }

  @Test
  void wrongSecretDeletedExpiredAndDisabledAreAnsweredAlike() {
    People.LoggedIn user = People.user();
    Keys.Made key = Keys.made(user, "tasks:read");
    refused(token(key, key.secret() + "x"));
    refused(token(key, "\0".repeat(47)));
    Keys.Made deleted = Keys.made(user, "tasks:read");
    given().auth().oauth2(user.access()).delete(Keys.KEYS + "/" + deleted.id());
    refused(token(deleted, deleted.secret()));
    refused(token(deleted, "\0".repeat(47)));
    sql.run("UPDATE account SET disabled_at = now() WHERE id = '" + key.ownerId() + "'");
    refused(token(key, key.secret()));
  }

  @Test
  void tokenEndsWithAKeyThatExpiresBefore() {
    Keys.Made key = Keys.made(People.user(), "tasks:read");
    sql.run(
        "UPDATE api_key SET expires_at = now() + interval '90 s' WHERE id = '" + key.id() + "'");
    token(key, key.secret()).then().statusCode(200).body("expires_in", lessThanOrEqualTo(90));
  }

  @Test
  void tokenIsBoundByItsScopesAndDiesWithTheKey() {
    Keys.Made key = Keys.made(People.admin(), "admin", "tasks:read");
    String all = token(key, key.secret()).jsonPath().getString("access_token");
    String few = token(key, key.secret(), "tasks:read").jsonPath().getString("access_token");
    People.me(all).then().statusCode(200);
    People.me(few)
        .then()
        .statusCode(403)
        .body("code", equalTo(1003), "detail", equalTo("the scope admin is missing"));
    given().auth().oauth2(all).delete(Keys.KEYS + "/" + key.id()).then().statusCode(200);
    People.me(all).then().statusCode(401);
  }

  @Test
  void tokenIsDatedAfterTheLastChangeOfTheOwnersRights() throws Exception {
    Keys.Made key = Keys.made(People.user(), "tasks:read");
    sql.run(
        "UPDATE account SET tokens_since = date_trunc('second', now()) + interval '2 s' WHERE id = '"
            + key.ownerId()
            + "'");
    long issuedAt = claims(token(key, key.secret())).path("iat").asLong();
    assertThat(issuedAt)
        .isEqualTo(
            1
                + sql.number(
                    "SELECT extract(epoch FROM tokens_since) FROM account WHERE id = '"
                        + key.ownerId()
                        + "'"));
  }

  @Test
  void tokenOfAKeyIsDescribedWithItsClientAndScope() {
    Keys.Made key = Keys.made(People.user(), "tasks:read");
    String token = token(key, key.secret()).jsonPath().getString("access_token");
    given()
        .auth()
        .preemptive()
        .basic("ws-gateway", AuthProfile.GATEWAY_SECRET)
        .formParam("token", token)
        .post("/oauth2/introspect")
        .then()
        .statusCode(200)
        .body("active", equalTo(true), "client_id", equalTo(key.appKey()))
        .body("scope", equalTo("tasks:read"), "sub", equalTo(key.ownerId()));
    given()
        .auth()
        .preemptive()
        .basic(key.appKey(), key.secret())
        .formParam("token", token)
        .post("/oauth2/introspect")
        .then()
        .statusCode(403);
  }

  @Test
  void onlyAnAdministratorsKeyMayAskAboutTokensOfOthers() {
    People.LoggedIn admin = People.secondAdmin();
    People.LoggedIn user = People.user();
    Keys.Made all = Keys.made(admin, "admin");
    introspect(all, user.access())
        .statusCode(200)
        .body("active", equalTo(true), "sub", equalTo(People.idOf(user)));
    introspect(Keys.made(admin, "agents:write", "tasks:read"), user.access())
        .statusCode(403)
        .body("error", equalTo("unauthorized_client"));
    sql.run("UPDATE account SET roles = '{user}' WHERE id = '" + all.ownerId() + "'");
    introspect(all, user.access()).statusCode(403);
  }

  @Test
  void keyGivesItsTokenBack() {
    Keys.Made key = Keys.made(People.admin(), "admin");
    String token = token(key, key.secret()).jsonPath().getString("access_token");
    People.me(token).then().statusCode(200);
    given()
        .auth()
        .preemptive()
        .basic(key.appKey(), key.secret())
        .formParam("token", token)
        .post("/oauth2/revoke")
        .then()
        .statusCode(200);
    People.me(token).then().statusCode(401);
    key.with().get(Keys.KEYS).then().statusCode(200);
  }

  @Test
  void keyWithoutScopesGetsNoToken() {
    Keys.Made key = Keys.made(People.user(), "tasks:read");
    sql.run(
        "UPDATE api_key SET scopes = '{}', agent_id = gen_random_uuid() WHERE id = '"
            + key.id()
            + "'");
    token(key, key.secret()).then().statusCode(400).body("error", equalTo("invalid_scope"));
  }

  private static Response token(Keys.Made key, String secret) {
    return People.serviceToken(key.appKey(), secret);
  }

  private static Response token(Keys.Made key, String secret, String scope) {
    return given()
        .formParam("grant_type", "client_credentials")
        .formParam("client_id", key.appKey())
        .formParam("client_secret", secret)
        .formParam("scope", scope)
        .post("/oauth2/token");
  }

  private static ValidatableResponse introspect(Keys.Made key, String token) {
    return given()
        .auth()
        .preemptive()
        .basic(key.appKey(), key.secret())
        .formParam("token", token)
        .post("/oauth2/introspect")
        .then();
  }

  private static ValidatableResponse refused(Response answer) {
    return answer.then().statusCode(401).body("error", equalTo("invalid_client"));
  }

  private static JsonNode claims(Response answer) throws Exception {
    String jwt = answer.jsonPath().getString("access_token");
    return new ObjectMapper().readTree(Base64.getUrlDecoder().decode(jwt.split("\\.", -1)[1]));
  }
}
