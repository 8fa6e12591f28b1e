package dev.muster.auth.account;

import static dev.muster.auth.AuthProfile.ADMIN_EMAIL;
import static dev.muster.auth.AuthProfile.ADMIN_PASSWORD;
import static dev.muster.auth.AuthProfile.SETUP_TOKEN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;

import dev.muster.auth.AuthProfile;
import dev.muster.auth.People;
import dev.muster.auth.TestSql;
import dev.muster.kit.secret.Secret;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@QuarkusTest
@TestProfile(AuthProfile.class)
class SetupTest {
  private record Configured(Optional<Secret> token, Optional<Path> tokenFile)
      implements SetupConfig {}

  @Inject TestSql sql;
  @TempDir Path folder;

  @Test
  void letsOneAdministratorInWhileThereIsNoAccount() throws Exception {
    sql.run("DELETE FROM account");
    Callable<Response> attempt = () -> setUp(SETUP_TOKEN, ADMIN_PASSWORD);
    List<Integer> answers;
    try (ExecutorService callers = Executors.newFixedThreadPool(4)) {
      answers =
          callers.invokeAll(Collections.nCopies(4, attempt)).stream()
              .map(Future::resultNow)
              .map(Response::statusCode)
              .sorted()
              .toList();
    }
    assertThat(answers).containsExactly(201, 409, 409, 409);
    assertThat(
            sql.number(
                "SELECT count(*) FROM audit JOIN account ON target_id = account.id::text WHERE"
                    + " action = 'account.setup' AND outcome = 'ok' AND actor_kind = 'anonymous'"))
        .isEqualTo(1);
    People.me(People.admin().access()).then().body("roles", contains("admin", "user"));
  }

  @Test
  void refusesAWrongTokenAndASecondSetup() {
    setUp("another-token-of-this-test", ADMIN_PASSWORD)
        .then()
        .statusCode(401)
        .body("code", equalTo(1002));
    await()
        .until(
            () ->
                sql.number(
                        "SELECT count(*) FROM audit WHERE action = 'account.setup'"
                            + " AND outcome = 'denied' AND code = 1002")
                    > 0);
    assertThat(sql.number("SELECT count(*) FROM audit WHERE audit::text LIKE '%another-token%'"))
        .isZero();
    setUp(SETUP_TOKEN, ADMIN_PASSWORD).then().statusCode(409).body("code", equalTo(2002));
    setUp(SETUP_TOKEN, "short").then().statusCode(400).body("errors.field", contains("password"));
    setUp("x".repeat(1025), ADMIN_PASSWORD).then().statusCode(400);
  }

  @Test
  void theTokenMayBeInAFileAndMustBeLongAndReadable() throws Exception {
    Path file = Files.writeString(folder.resolve("token"), SETUP_TOKEN + "\n");
    assertThat(ofFile(file).matches(SETUP_TOKEN)).isTrue();
    assertThat(ofFile(file).matches(SETUP_TOKEN + "\n")).isFalse();
    assertThatThrownBy(() -> ofFile(folder.resolve("nowhere")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("muster.setup.token-file");
    assertThatThrownBy(() -> ofFile(Files.writeString(file, "short")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("muster.setup.token");
  }

  @Test
  void withoutATokenNothingMatches() {
    SetupToken none = new SetupToken(new Configured(Optional.empty(), Optional.empty()));
    assertThat(none.isConfigured()).isFalse();
    assertThat(none.matches("")).isFalse();
  }

  private static SetupToken ofFile(Path file) {
    return new SetupToken(new Configured(Optional.empty(), Optional.of(file)));
  }

  private static Response setUp(String token, String password) {
    return People.json(
            Map.of("token", token, "email", ADMIN_EMAIL, "password", password, "name", "Root"))
        .post("/api/v1/auth/setup");
  }
}
