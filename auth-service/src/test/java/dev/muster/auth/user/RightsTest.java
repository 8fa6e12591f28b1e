package dev.muster.auth.user;

import static dev.muster.auth.People.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;

import dev.muster.auth.Announced;
import dev.muster.auth.AuthProfile;
import dev.muster.auth.People;
import dev.muster.auth.TestSql;
import dev.muster.event.RevocationNotice;
import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.junit.jupiter.api.Test;

/** What taking rights away does to whoever holds a token. */
@QuarkusTest
@TestProfile(AuthProfile.class)
class RightsTest {
  private static final String USERS = "/api/v1/users/";

  @Inject RedisDataSource redis;
  @Inject TestSql sql;

  @Test
  void aDisabledUserIsRefusedAtOnceAndEverybodyHearsOfIt() throws Exception {
    People.LoggedIn user = People.user();
    String id = People.idOf(user);
    try (Announced announced = new Announced(redis)) {
      patch(id, Map.of("disabled", true)).then().statusCode(200).body("disabled", equalTo(true));
      assertThat(announced.about(id).kind()).isEqualTo(RevocationNotice.Kind.USER);
    }
    refused(user);
    People.login(user.email(), PASSWORD).then().statusCode(401);

    patch(id, Map.of("disabled", false)).then().statusCode(200);
    refused(user);
    People.LoggedIn again = People.loggedIn(user.email(), PASSWORD);
    People.me(again.access()).then().statusCode(200);
  }

  @Test
  void aDeletedUserIsRefusedAtOnceAndEverybodyHearsOfIt() throws Exception {
    People.LoggedIn user = People.user();
    String id = People.idOf(user);
    try (Announced announced = new Announced(redis)) {
      People.as(People.admin()).delete(USERS + id).then().statusCode(200);
      assertThat(announced.about(id).kind()).isEqualTo(RevocationNotice.Kind.USER);
    }
    refused(user);
    People.login(user.email(), PASSWORD).then().statusCode(401);
    People.as(People.admin()).get(USERS + id).then().statusCode(404);
    People.as(People.admin()).delete(USERS + id).then().statusCode(404);
    assertThat(sql.number("SELECT count(*) FROM session WHERE account_id = '" + id + "'")).isZero();
  }

  @Test
  void aDemotedAdministratorLosesItsRightsAtOnceAndStaysLoggedIn() throws Exception {
    People.LoggedIn admin = People.secondAdmin();
    String id = People.idOf(admin);
    People.as(admin).get("/api/v1/users").then().statusCode(200);
    try (Announced announced = new Announced(redis)) {
      patch(id, Map.of("roles", List.of("user"))).then().statusCode(200);
      assertThat(announced.about(id).kind()).isEqualTo(RevocationNotice.Kind.USER);
    }
    People.as(admin).get("/api/v1/users").then().statusCode(401);
    Response renewed = People.refresh(admin.refresh());
    renewed.then().statusCode(200);
    String access = renewed.jsonPath().getString("access_token");
    People.me(access).then().statusCode(200).body("roles", contains("user"));
    People.as(new People.LoggedIn(null, access, null)).get("/api/v1/users").then().statusCode(403);
  }

  @Test
  void aChangeOfTheNameTakesNothingAway() {
    People.LoggedIn user = People.user();
    patch(People.idOf(user), Map.of("name", "Other")).then().statusCode(200);
    People.me(user.access()).then().statusCode(200);
  }

  @Test
  void whatIsGivenWhileARightIsTakenNeverHasIt() throws Exception {
    People.LoggedIn root = People.admin();
    try (ExecutorService callers = Executors.newFixedThreadPool(2)) {
      for (int round = 0; round < 12; round++) {
        People.LoggedIn admin = newAdministrator(root);
        String id = People.idOf(admin);
        Callable<Response> demote = () -> patch(root, id, Map.of("roles", List.of("user")));
        Callable<Response> renew =
            round % 2 == 0
                ? () -> People.refresh(admin.refresh())
                : () -> People.login(admin.email(), PASSWORD);
        List<Callable<Response>> both =
            round % 4 < 2 ? List.of(demote, renew) : List.of(renew, demote);
        List<Future<Response>> done = callers.invokeAll(both);
        for (Future<Response> each : done) {
          each.get().then().statusCode(200);
        }
        String given = done.get(both.indexOf(renew)).get().jsonPath().getString("access_token");
        boolean hadTheRight = roles(given).contains("admin");
        // Refused as a token of before, or good without the right.
        assertThat(list(given)).isEqualTo(hadTheRight ? 401 : 403);
      }
    }
  }

  @Test
  void eachOfSeveralChangesInOneSecondTakesWhatWasGivenBeforeItAndWhatFollowsIsGood() {
    People.LoggedIn root = People.admin();
    People.LoggedIn user = newAdministrator(root);
    String id = People.idOf(user);
    String refresh = user.refresh();
    for (int change = 0; change < 4; change++) {
      boolean demotion = change % 2 == 0;
      patch(root, id, Map.of("roles", demotion ? List.of("user") : List.of("admin", "user")))
          .then()
          .statusCode(200);
      Response renewed = People.refresh(refresh);
      String access = renewed.jsonPath().getString("access_token");
      assertThat(list(access)).isEqualTo(demotion ? 403 : 200);
      refresh = renewed.jsonPath().getString("refresh_token");
      if (!demotion) {
        patch(root, id, Map.of("disabled", true)).then().statusCode(200);
        assertThat(list(access)).isEqualTo(401);
        patch(root, id, Map.of("disabled", false)).then().statusCode(200);
        refresh = People.loggedIn(user.email(), PASSWORD).refresh();
      }
    }
  }

  @Test
  void theLastEnabledAdministratorStays() throws Exception {
    String root = People.idOf(People.admin());
    for (Map<String, ?> change :
        List.of(Map.of("disabled", true), Map.of("roles", List.of("user")))) {
      patch(root, change).then().statusCode(409).body("code", equalTo(2002));
    }
    People.as(People.admin()).delete(USERS + root).then().statusCode(409);
    People.me(People.admin().access())
        .then()
        .statusCode(200)
        .body("roles", contains("admin", "user"));

    People.LoggedIn other = People.secondAdmin();
    String second = People.idOf(other);
    patch(second, Map.of("disabled", true)).then().statusCode(200);
    patch(root, Map.of("disabled", true)).then().statusCode(409);
  }

  @Test
  void twoAdministratorsCannotTakeEachOthersLastOne() throws Exception {
    String root = People.idOf(People.admin());
    sql.run("UPDATE account SET roles = '{user}' WHERE id <> '" + root + "'");
    try (ExecutorService callers = Executors.newFixedThreadPool(2)) {
      for (int round = 0; round < 4; round++) {
        People.LoggedIn one = People.admin();
        People.LoggedIn two = People.secondAdmin();
        String second = People.idOf(two);
        Future<Response> first = callers.submit(() -> disable(one, second));
        Future<Response> other = callers.submit(() -> disable(two, root));
        int answers = first.get().statusCode() + other.get().statusCode();
        // One is done; the other finds itself the last, or is refused as disabled by then.
        assertThat(answers).isIn(200 + 409, 200 + 401);
        assertThat(
                sql.number(
                    "SELECT count(*) FROM account WHERE 'admin' = ANY (roles)"
                        + " AND disabled_at IS NULL"))
            .isEqualTo(1);
        if (People.login(AuthProfile.ADMIN_EMAIL, AuthProfile.ADMIN_PASSWORD).statusCode() != 200) {
          People.json(Map.of("disabled", false))
              .auth()
              .oauth2(two.access())
              .patch(USERS + root)
              .then()
              .statusCode(200);
        }
        patch(second, Map.of("roles", List.of("user"))).then().statusCode(200);
      }
    }
  }

  private static Response disable(People.LoggedIn by, String id) {
    return patch(by, id, Map.of("disabled", true));
  }

  private static People.LoggedIn newAdministrator(People.LoggedIn by) {
    String email = "a" + UUID.randomUUID() + "@muster.test";
    People.json(
            Map.of(
                "email",
                email,
                "password",
                PASSWORD,
                "name",
                "A",
                "roles",
                List.of("admin", "user")))
        .auth()
        .oauth2(by.access())
        .post("/api/v1/users")
        .then()
        .statusCode(201);
    return People.loggedIn(email, PASSWORD);
  }

  private static int list(String access) {
    return People.as(new People.LoggedIn(null, access, null)).get("/api/v1/users").statusCode();
  }

  private static Response patch(String id, Map<String, ?> body) {
    return patch(People.admin(), id, body);
  }

  private static Response patch(People.LoggedIn by, String id, Map<String, ?> body) {
    return People.json(body).auth().oauth2(by.access()).patch(USERS + id);
  }

  private static void refused(People.LoggedIn user) {
    People.me(user.access()).then().statusCode(401).body("code", equalTo(1002));
    People.refresh(user.refresh()).then().statusCode(401);
  }

  private static List<String> roles(String jwt) throws Exception {
    return new JwtConsumerBuilder()
        .setSkipAllValidators()
        .setSkipSignatureVerification()
        .build()
        .processToClaims(jwt)
        .getStringListClaimValue("roles");
  }
}
