package dev.muster.auth.session;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.aMapWithSize;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;

import dev.muster.auth.AuthProfile;
import dev.muster.auth.People;
import dev.muster.kit.cookie.CsrfToken;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(AuthProfile.class)
class CookieLoginTest {
  /** What a browser holds after a login. */
  private record Browser(String session, String csrf, String refresh) {
    static Browser of(Response answer) {
      return new Browser(
          answer.cookie("muster_session"),
          answer.cookie("muster_csrf"),
          answer.cookie("muster_refresh"));
    }

    RequestSpecification shows() {
      return given()
          .contentType(ContentType.JSON)
          .cookie("muster_session", session)
          .cookie("muster_csrf", csrf);
    }

    RequestSpecification says() {
      return shows().header("X-CSRF-Token", csrf);
    }

    RequestSpecification refreshing() {
      return says().cookie("muster_refresh", refresh).body("{}");
    }
  }

  @Test
  void theTokensAreInCookiesAndNowhereElse() {
    Response answer = login("cookie");
    answer.then().statusCode(200).header("Cache-Control", "no-store");
    answer.then().body("$", aMapWithSize(1)).body("expires_in", equalTo(3600));
    List<String> cookies = answer.headers().getValues("Set-Cookie");
    assertThat(cookies).hasSize(4).allMatch(cookie -> cookie.contains("; Secure"));
    assertThat(cookies)
        .anySatisfy(
            cookie ->
                assertThat(cookie)
                    .startsWith("muster_session=")
                    .contains("; Path=/;", "; HTTPOnly", "; SameSite=Lax"))
        .anySatisfy(
            cookie ->
                assertThat(cookie)
                    .startsWith("muster_csrf=")
                    .contains("; Path=/;", "; SameSite=Lax")
                    .doesNotContainIgnoringCase("HttpOnly"))
        .anySatisfy(
            cookie ->
                assertThat(cookie)
                    .startsWith("muster_refresh=")
                    .contains("; Path=/api/auth/refresh;", "; HTTPOnly", "; SameSite=Strict"))
        .anySatisfy(
            cookie ->
                assertThat(cookie)
                    .startsWith("muster_refresh=")
                    .contains("; Path=/api/v1/auth/refresh;", "; HTTPOnly", "; SameSite=Strict"));
  }

  @Test
  void withoutTheHeaderThereAreNoCookiesAndAnUnknownModeIsRefused() {
    for (String mode : new String[] {"token", null}) {
      Response answer = login(mode);
      answer.then().statusCode(200).body("access_token", notNullValue());
      assertThat(answer.cookies()).isEmpty();
    }
    login("jar").then().statusCode(400).body("errors.field", contains("X-Auth-Mode"));
  }

  @Test
  void aPageReadsWithTheCookieAndChangesWithTheTokenBesides() {
    Browser browser = Browser.of(login("cookie"));
    browser.shows().get("/api/auth/me").then().statusCode(200);
    browser.shows().post("/api/auth/logout").then().statusCode(403).body("code", equalTo(1003));
    String foreign = Browser.of(login("cookie")).csrf();
    browser.shows().header("X-CSRF-Token", foreign).post("/api/auth/logout").then().statusCode(403);
    browser.shows().get("/api/auth/me").then().statusCode(200);
  }

  @Test
  void logoutEndsTheSessionAndTakesTheCookiesBack() {
    Browser browser = Browser.of(login("cookie"));
    Response out = browser.says().post("/api/v1/auth/logout");
    out.then().statusCode(200);
    assertThat(out.headers().getValues("Set-Cookie"))
        .hasSize(4)
        .allMatch(cookie -> cookie.contains("=; Max-Age=0;"));
    browser.shows().get("/api/auth/me").then().statusCode(401).body("code", equalTo(1002));
    browser.refreshing().post("/api/auth/refresh").then().statusCode(401);
  }

  @Test
  void aRefreshRenewsAllCookiesAndTheOldCsrfTokenIsDead() {
    Browser before = Browser.of(login("cookie"));
    Response answer = before.refreshing().post("/api/v1/auth/refresh");
    answer.then().statusCode(200).body("$", aMapWithSize(1));
    Browser after = Browser.of(answer);
    assertThat(after.refresh()).isNotEqualTo(before.refresh());
    after
        .shows()
        .header("X-CSRF-Token", before.csrf())
        .post("/api/auth/logout")
        .then()
        .statusCode(403);
    after.shows().get("/api/auth/me").then().statusCode(200);
    after.refreshing().post("/api/auth/refresh").then().statusCode(200);
  }

  @Test
  void aForeignPageCannotRefresh() {
    Browser browser = Browser.of(login("cookie"));
    browser
        .shows()
        .cookie("muster_refresh", browser.refresh())
        .body("{}")
        .post("/api/auth/refresh")
        .then()
        .statusCode(403)
        .body("code", equalTo(1003));
    given()
        .contentType(ContentType.JSON)
        .cookie("muster_refresh", browser.refresh())
        .body("{}")
        .header("X-CSRF-Token", browser.csrf())
        .post("/api/auth/refresh")
        .then()
        .statusCode(403);
    browser.refreshing().post("/api/auth/refresh").then().statusCode(200);
  }

  @Test
  void aRefreshIsJson() {
    Browser browser = Browser.of(login("cookie"));
    given()
        .contentType(ContentType.TEXT)
        .cookie("muster_session", browser.session())
        .cookie("muster_refresh", browser.refresh())
        .header("X-CSRF-Token", browser.csrf())
        .body(browser.refresh())
        .post("/api/auth/refresh")
        .then()
        .statusCode(415)
        .body("code", equalTo(1006));
    browser.refreshing().post("/api/auth/refresh").then().statusCode(200);
  }

  @Test
  void theCsrfTokenIsFoundInTheCookieOnly() {
    Browser browser = Browser.of(login("cookie"));
    assertThat(browser.csrf()).isEqualTo(CsrfToken.of(browser.session()));
    given()
        .cookie("muster_csrf", browser.csrf())
        .header("X-CSRF-Token", browser.csrf())
        .post("/api/auth/logout")
        .then()
        .statusCode(401);
  }

  @Test
  void deadCookiesAreNoHindranceToALogin() {
    Browser browser = Browser.of(login("cookie"));
    browser.says().post("/api/auth/logout").then().statusCode(200);
    given()
        .cookie("muster_session", browser.session())
        .contentType(ContentType.JSON)
        .body(Map.of("email", AuthProfile.ADMIN_EMAIL, "password", AuthProfile.ADMIN_PASSWORD))
        .post("/api/auth/login")
        .then()
        .statusCode(200);
  }

  private static Response login(String mode) {
    RequestSpecification request =
        People.json(
            Map.of("email", AuthProfile.ADMIN_EMAIL, "password", AuthProfile.ADMIN_PASSWORD));
    return (mode == null ? request : request.header("X-Auth-Mode", mode))
        .post("/api/v1/auth/login");
  }
}
