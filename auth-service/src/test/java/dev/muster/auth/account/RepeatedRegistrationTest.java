package dev.muster.auth.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;

import dev.muster.auth.AuthProfile;
import dev.muster.auth.People;
import dev.muster.auth.TestSql;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@TestProfile(AuthProfile.class)
class RepeatedRegistrationTest {
  private static final String REGISTER = "/api/v1/auth/register";
  private static final String USERS = "/api/v1/users";

  @Inject TestSql sql;

  private final String key = UUID.randomUUID().toString();
  private final String email = "i" + key + "@muster.test";

  @ParameterizedTest
  @CsvSource({REGISTER + ",user_id", USERS + ",id"})
  void aRepeatMakesNoSecondAccount(String path, String id) {
    Response first = post(path, People.PASSWORD, "Somebody");
    String made = first.jsonPath().getString(id);
    first.then().statusCode(201).header("Location", endsWith("/api/v1/users/" + made));
    post(path, People.PASSWORD, " Somebody ").then().statusCode(200).body(id, equalTo(made));
    assertThat(accounts()).isEqualTo(1);
  }

  @Test
  void anotherNameOrPasswordIsAConflict() {
    post(USERS, People.PASSWORD, "Somebody").then().statusCode(201);
    post(USERS, People.PASSWORD, "Somebody else")
        .then()
        .statusCode(409)
        .body("code", equalTo(2002), "detail", containsString("Idempotency-Key"));
    post(USERS, "another long password", "Somebody").then().statusCode(409);
  }

  @Test
  void aRefusedRequestDoesNotUseUpItsKey() {
    post(USERS, "short", "Somebody").then().statusCode(400);
    post(USERS, People.PASSWORD, "Somebody").then().statusCode(201);
  }

  @Test
  void simultaneousRepeatsMakeOneAccount() throws Exception {
    Callable<String> repeat =
        () -> post(USERS, People.PASSWORD, "Somebody").jsonPath().getString("id");
    try (ExecutorService callers = Executors.newFixedThreadPool(6)) {
      Set<String> ids =
          callers.invokeAll(Collections.nCopies(6, repeat)).stream()
              .map(Future::resultNow)
              .collect(Collectors.toSet());
      assertThat(ids).hasSize(1).doesNotContainNull();
    }
    assertThat(accounts()).isEqualTo(1);
  }

  private Response post(String path, String password, String name) {
    return People.json(Map.of("email", email, "password", password, "name", name))
        .header("Idempotency-Key", key)
        .auth()
        .oauth2(People.admin().access())
        .post(path);
  }

  private long accounts() {
    return sql.number("SELECT count(*) FROM account WHERE email = '" + email + "'");
  }
}
