package dev.muster.auth.user;

import static dev.muster.auth.People.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;

import dev.muster.auth.AuthProfile;
import dev.muster.auth.People;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(AuthProfile.class)
class PasswordChangeTest {
  private static final String NEXT = "another long password";

  @Test
  void endsTheOtherSessionsAndKeepsThisOne() {
    People.LoggedIn user = People.user();
    People.LoggedIn other = People.loggedIn(user.email(), PASSWORD);
    change(user, PASSWORD, NEXT).then().statusCode(200).body("updated", equalTo(true));

    People.me(other.access()).then().statusCode(401);
    People.refresh(other.refresh()).then().statusCode(401);
    People.me(user.access()).then().statusCode(200);
    People.refresh(user.refresh()).then().statusCode(200);
    People.login(user.email(), PASSWORD).then().statusCode(401);
    People.login(user.email(), NEXT).then().statusCode(200);
  }

  @Test
  void aWrongCurrentPasswordChangesNothing() {
    People.LoggedIn user = People.user();
    change(user, NEXT, NEXT)
        .then()
        .statusCode(400)
        .body("code", equalTo(1001), "errors.field", contains("current_password"));
    People.login(user.email(), PASSWORD).then().statusCode(200);
  }

  @Test
  void refusesWhatIsNoPassword() {
    People.LoggedIn user = People.user();
    for (String wrong : List.of("", "short", "p".repeat(1025), "p".repeat(900_000))) {
      change(user, PASSWORD, wrong)
          .then()
          .statusCode(400)
          .body("errors.field", contains("new_password"));
    }
    change(user, PASSWORD, "p".repeat(1_100_000)).then().statusCode(413);
    change(user, "p".repeat(900_000), NEXT).then().statusCode(400);
    People.json(
            "{\"current_password\":\"" + PASSWORD + "\",\"new_password\":\"long enough \\udc00\"}")
        .auth()
        .oauth2(user.access())
        .put("/api/v1/users/me/password")
        .then()
        .statusCode(400);
    People.login(user.email(), PASSWORD).then().statusCode(200);
  }

  @Test
  void takesNulAndUnicodeAsTheyAre() {
    People.LoggedIn user = People.user();
    String odd = "密碼\u0000🔑 and more";
    change(user, PASSWORD, odd).then().statusCode(200);
    People.login(user.email(), "密碼").then().statusCode(401);
    People.login(user.email(), odd).then().statusCode(200);
  }

  @Test
  void aLoginWithTheOldPasswordInTheSameMomentIsDeadOrNeverWas() throws Exception {
    try (ExecutorService callers = Executors.newFixedThreadPool(2)) {
      for (int round = 0; round < 5; round++) {
        People.LoggedIn user = People.user();
        Future<Response> login = callers.submit(() -> People.login(user.email(), PASSWORD));
        Future<Response> change = callers.submit(() -> change(user, PASSWORD, NEXT));
        change.get().then().statusCode(200);
        Response opened = login.get();
        if (opened.statusCode() == 200) {
          People.me(opened.jsonPath().getString("access_token")).then().statusCode(401);
          People.refresh(opened.jsonPath().getString("refresh_token")).then().statusCode(401);
        } else {
          assertThat(opened.statusCode()).isEqualTo(401);
        }
      }
    }
  }

  @Test
  void ofTwoChangesAtOnceOneCounts() throws Exception {
    People.LoggedIn user = People.user();
    try (ExecutorService callers = Executors.newFixedThreadPool(2)) {
      Future<Response> one = callers.submit(() -> change(user, PASSWORD, NEXT + 1));
      Future<Response> two = callers.submit(() -> change(user, PASSWORD, NEXT + 2));
      assertThat(one.get().statusCode() + two.get().statusCode()).isEqualTo(200 + 400);
      String kept = one.get().statusCode() == 200 ? NEXT + 1 : NEXT + 2;
      People.login(user.email(), kept).then().statusCode(200);
    }
  }

  private static Response change(People.LoggedIn who, String current, String next) {
    return People.json(Map.of("current_password", current, "new_password", next))
        .auth()
        .oauth2(who.access())
        .put("/api/v1/users/me/password");
  }
}
