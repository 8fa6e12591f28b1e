package dev.muster.auth.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;

import dev.muster.auth.AuthProfile;
import dev.muster.auth.People;
import dev.muster.auth.TestSql;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(AuthProfile.class)
class RefreshTest {
  @Inject Sessions sessions;
  @Inject TestSql sql;

  @Test
  void tradesATokenForANewPair() {
    People.LoggedIn user = People.user();
    People.LoggedIn renewed = renewed(user.refresh());
    assertThat(renewed.refresh()).isNotEqualTo(user.refresh()).hasSize(43);
    People.me(renewed.access()).then().statusCode(200).body("email", equalTo(user.email()));
    assertThat(renewed(renewed.refresh()).access()).isNotEqualTo(renewed.access());
  }

  @Test
  void answersInTheEnvelopeUnderApi() {
    People.json(Map.of("refresh_token", People.user().refresh()))
        .post("/api/auth/refresh/")
        .then()
        .statusCode(200)
        .body("code", equalTo(0), "data.expires_in", equalTo(3600));
  }

  @Test
  void reuseOfAnOldTokenEndsTheWholeFamily() {
    People.LoggedIn user = People.user();
    People.LoggedIn renewed = renewed(user.refresh());
    letTheGracePass();

    People.refresh(user.refresh()).then().statusCode(401).body("code", equalTo(1002));
    People.refresh(renewed.refresh()).then().statusCode(401);
    People.me(renewed.access()).then().statusCode(401);
    People.me(user.access()).then().statusCode(401);
  }

  @Test
  void reuseLeavesOtherSessionsOfTheUserAlone() {
    People.LoggedIn user = People.user();
    People.LoggedIn other = People.loggedIn(user.email(), People.PASSWORD);
    renewed(user.refresh());
    letTheGracePass();
    People.refresh(user.refresh()).then().statusCode(401);
    People.me(other.access()).then().statusCode(200);
  }

  @Test
  void concurrentUsesWithinTheGraceEachGetAChildAndOnlyOneUsesTheParent() throws Exception {
    People.LoggedIn user = People.user();
    Set<String> children = new HashSet<>();
    for (Response response : atOnce(8, user.refresh())) {
      response.then().statusCode(200);
      children.add(response.jsonPath().getString("refresh_token"));
    }
    assertThat(children).hasSize(8);
    for (String child : children) {
      renewed(child);
    }
  }

  @Test
  void twoTabsThatRefreshAtOnceAgainAndAgainStayLoggedIn() throws Exception {
    People.LoggedIn user = People.user();
    String shared = user.refresh();
    for (int round = 0; round < 40; round++) {
      List<Response> tabs = atOnce(2, shared);
      tabs.forEach(tab -> tab.then().statusCode(200));
      Response last = tabs.get(round % 2);
      shared = last.jsonPath().getString("refresh_token");
      People.me(last.jsonPath().getString("access_token")).then().statusCode(200);
    }
    letTheGracePass();
    People.refresh(user.refresh()).then().statusCode(401);
    People.refresh(shared).then().statusCode(401);
  }

  @Test
  void concurrentReuseEndsTheFamilyOnceAndNobodyWins() throws Exception {
    People.LoggedIn user = People.user();
    renewed(user.refresh());
    letTheGracePass();
    long before = sql.number("SELECT count(*) FROM revocation");
    for (Response response : atOnce(8, user.refresh())) {
      response.then().statusCode(401);
    }
    assertThat(sql.number("SELECT count(*) FROM revocation")).isEqualTo(before + 1);
  }

  @Test
  void anExpiredTokenIsRefusedWithoutEndingAnything() {
    People.LoggedIn user = People.user();
    sql.run(
        "UPDATE refresh_token SET created_at = created_at - interval '31 days',"
            + " expires_at = now() - interval '1 second' WHERE session_id IN (SELECT s.id FROM"
            + " session s JOIN account a ON a.id = s.account_id WHERE a.email = '"
            + user.email()
            + "')");
    People.refresh(user.refresh()).then().statusCode(401);
    People.me(user.access()).then().statusCode(200);
  }

  @Test
  void whatEndedLongAgoIsDeletedAndTheRestKept() {
    People.LoggedIn old = People.user();
    People.LoggedIn young = People.user();
    String ofOld = " IN (SELECT id FROM account WHERE email = '" + old.email() + "')";
    sql.run(
        "UPDATE session SET created_at = now() - interval '40 days', last_used_at = now() -"
            + " interval '39 days', expires_at = now() - interval '8 days' WHERE account_id"
            + ofOld);
    sessions.purge();
    assertThat(sql.number("SELECT count(*) FROM session WHERE account_id" + ofOld)).isZero();
    People.refresh(young.refresh()).then().statusCode(200);
  }

  @Test
  void refusesWhatIsNoToken() {
    People.LoggedIn user = People.user();
    for (String wrong : List.of("", "x", "\u0000", "🔑", user.access().substring(0, 200))) {
      People.refresh(wrong).then().statusCode(401).body("code", equalTo(1002));
    }
    People.refresh("x".repeat(201)).then().statusCode(400).body("code", equalTo(1001));
    People.json(Map.of())
        .post("/api/v1/auth/refresh")
        .then()
        .statusCode(400)
        .body("errors.field", contains("refresh_token"));
  }

  private static People.LoggedIn renewed(String token) {
    Response response = People.refresh(token);
    response.then().statusCode(200);
    return People.LoggedIn.of(null, response.jsonPath());
  }

  private static List<Response> atOnce(int times, String token) throws Exception {
    Callable<Response> use = () -> People.refresh(token);
    try (ExecutorService clients = Executors.newFixedThreadPool(times)) {
      return clients.invokeAll(Collections.nCopies(times, use)).stream()
          .map(Future::resultNow)
          .toList();
    }
  }

  private void letTheGracePass() {
    sql.run(
        "UPDATE refresh_token SET created_at = created_at - interval '11 seconds',"
            + " used_at = used_at - interval '11 seconds' WHERE used_at IS NOT NULL");
  }
}
