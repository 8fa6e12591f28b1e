package dev.muster.kit.apikey;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;

import dev.muster.kit.limit.Buckets;
import dev.muster.kit.limit.Limit;
import dev.muster.kit.token.Revocations;
import dev.muster.test.PostgresAndRedis;
import dev.muster.test.auth.AuthServer;
import dev.muster.test.auth.WithAuthServer;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.concurrent.ThreadLocalRandom;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(PostgresAndRedis.class)
@QuarkusTestResource(WithAuthServer.class)
class TrialsTest {
  private static final String TASKS = "/api/v1/tasks";

  @TestHTTPResource URI base;
  AuthServer auth;
  @Inject Buckets buckets;
  @Inject KeyUses uses;
  @Inject Revocations revocations;
  private final String address = address();
  private KeyDesk desk;
  private KeyDesk.Issued key;

  @BeforeEach
  void issue() {
    Awaitility.await().until(revocations::isKnown);
    desk = KeyDesk.behind(auth);
    key = desk.issue("user", "tasks:read");
  }

  @AfterEach
  void nothingIsLeftToTell() {
    uses.tell();
    auth.answerWith(null);
  }

  @Test
  void anAddressThatWasWrongTooOftenTriesNoOtherKey() {
    exhaust();
    call(address, key, KeyDesk.SECRET)
        .statusCode(429)
        .header("Retry-After", notNullValue())
        .body("code", equalTo(4291));
    assertThat(auth.requests("/internal/api-keys/" + key.key().text())).isZero();
    call(address(), key, KeyDesk.SECRET).statusCode(200);
  }

  @Test
  void aKnownKeyPassesWhateverWasTriedBesideIt() throws Exception {
    call(address, key, KeyDesk.SECRET).statusCode(200);
    exhaust();
    call(address, key, KeyDesk.SECRET + "x").statusCode(429);
    call(address, key, KeyDesk.SECRET).statusCode(200);
    assertThat(signed("0".repeat(64)).statusCode()).isEqualTo(429);
    assertThat(signed(null).statusCode()).isEqualTo(200);
  }

  @Test
  void onlyWhoIsWrongPays() throws Exception {
    long before = buckets.spend(Limit.KEY_REFUSED, address).left();
    call(address, key, KeyDesk.SECRET).statusCode(200);
    assertThat(signed(null).statusCode()).isEqualTo(200);
    call(address, key, KeyDesk.SECRET + "x").statusCode(401);
    assertThat(signed("0".repeat(64)).statusCode()).isEqualTo(401);
    call(address, desk.issue("user", "tasks:read"), "mks_wrong").statusCode(401);
    assertThat(buckets.spend(Limit.KEY_REFUSED, address).left()).isEqualTo(before - 4);
  }

  private HttpResponse<String> signed(String signature) throws Exception {
    Signer signer = Signer.of(base, key.key(), "GET", TASKS, "").with("X-Forwarded-For", address);
    return (signature == null ? signer : signer.with("X-Signature", signature)).send();
  }

  private void exhaust() {
    while (buckets.spend(Limit.KEY_REFUSED, address).allowed()) {
      // Until it is empty.
    }
  }

  private static ValidatableResponse call(String from, KeyDesk.Issued key, String secret) {
    return given()
        .header("X-Forwarded-For", from)
        .header("X-App-Key", key.key().text())
        .header("X-App-Secret", secret)
        .get(TASKS)
        .then();
  }

  private static String address() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    return "198.18.%d.%d".formatted(random.nextInt(256), random.nextInt(256));
  }
}
