package dev.muster.auth.oauth;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.aMapWithSize;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.startsWith;

import dev.muster.auth.AuthProfile;
import dev.muster.auth.People;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@TestProfile(AuthProfile.class)
class TokenEndpointTest {
  @Test
  void givesAServiceItsTokenByBasic() {
    People.serviceToken("ws-gateway", AuthProfile.GATEWAY_SECRET)
        .then()
        .statusCode(200)
        .header("Cache-Control", "no-store")
        .body("$", aMapWithSize(3))
        .body("token_type", equalTo("Bearer"), "expires_in", equalTo(3600))
        .body("access_token", notNullValue());
  }

  @Test
  void givesAServiceItsTokenByForm() {
    given()
        .formParam("grant_type", "client_credentials")
        .formParam("client_id", "ws-gateway")
        .formParam("client_secret", AuthProfile.GATEWAY_SECRET)
        .post("/oauth2/token")
        .then()
        .statusCode(200);
  }

  @Test
  void aServiceIsNoUser() {
    String token =
        People.serviceToken("ws-gateway", AuthProfile.GATEWAY_SECRET)
            .jsonPath()
            .getString("access_token");
    People.me(token).then().statusCode(403);
    given().auth().oauth2(token).post("/api/v1/auth/logout").then().statusCode(403);
  }

  @Test
  void refusesWrongSecretsUnknownAndUnconfiguredClientsAlike() {
    for (String[] wrong :
        new String[][] {{"ws-gateway", "x"}, {"nobody", "x"}, {"task-service", "x"}, {"", ""}}) {
      People.serviceToken(wrong[0], wrong[1])
          .then()
          .statusCode(401)
          .header("WWW-Authenticate", startsWith("Basic"))
          .body("error", equalTo("invalid_client"), "error_description", notNullValue());
    }
    given()
        .formParam("grant_type", "client_credentials")
        .post("/oauth2/token")
        .then()
        .statusCode(401)
        .body("error", equalTo("invalid_client"));
  }

  @Test
  void saysWhatIsWrongWithTheRequest() {
    refused("invalid_request", "x", "y");
    refused("unsupported_grant_type", "grant_type", "password");
    refused("invalid_request", "grant_type", "refresh_token");
    given()
        .formParam("grant_type", "client_credentials", "client_credentials")
        .post("/oauth2/token")
        .then()
        .statusCode(400)
        .body("error", equalTo("invalid_request"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"grant_type=%zz", "=", "&&&="})
  void refusesAFormThatCannotBeDecoded(String form) {
    given()
        .contentType("application/x-www-form-urlencoded")
        .body(form)
        .post("/oauth2/token")
        .then()
        .statusCode(400);
  }

  @Test
  void tradesRefreshTokens() {
    String refresh = People.user().refresh();
    given()
        .formParam("grant_type", "refresh_token")
        .formParam("refresh_token", refresh)
        .post("/oauth2/token")
        .then()
        .statusCode(200)
        .body("$", aMapWithSize(4))
        .body("refresh_token", notNullValue());
    given()
        .formParam("grant_type", "refresh_token")
        .formParam("refresh_token", "wrong")
        .post("/oauth2/token")
        .then()
        .statusCode(400)
        .body("error", equalTo("invalid_grant"));
  }

  @Test
  void refusesOtherMediaTypes() {
    People.json("{}").post("/oauth2/token").then().statusCode(415).body("code", equalTo(1006));
  }

  @Test
  void describesItself() {
    given()
        .get("/.well-known/oauth-authorization-server")
        .then()
        .statusCode(200)
        .body("issuer", equalTo("muster"))
        .body("token_endpoint", endsWith("/oauth2/token"))
        .body("jwks_uri", endsWith("/.well-known/jwks.json"))
        .body("revocation_endpoint", endsWith("/oauth2/revoke"))
        .body("introspection_endpoint", endsWith("/oauth2/introspect"))
        .body("grant_types_supported", contains("client_credentials", "refresh_token"))
        .body(
            "introspection_endpoint_auth_methods_supported",
            contains("client_secret_basic", "client_secret_post"));
  }

  private static void refused(String error, String name, String value) {
    given()
        .formParam(name, value)
        .post("/oauth2/token")
        .then()
        .statusCode(400)
        .body("error", equalTo(error));
  }
}
