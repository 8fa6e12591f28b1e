package dev.muster.gateway.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.muster.event.RevocationNotice;
import dev.muster.gateway.peers.RedisProbe;
import dev.muster.gateway.peers.StandIns;
import dev.muster.gateway.peers.Tokens;
import dev.muster.id.Ids;
import dev.muster.kit.limit.Buckets;
import dev.muster.kit.limit.Limit;
import dev.muster.kit.token.Revocations;
import dev.muster.test.PostgresAndRedis;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(PostgresAndRedis.class)
@QuarkusTestResource(StandIns.class)
class CookieSocketTest {
  private final String user = Ids.next().toString();
  private final String session = Ids.next().toString();
  private final String token = Tokens.of(user, session, "user");

  @TestHTTPResource URI base;
  @Inject Revocations revocations;
  @Inject Buckets buckets;

  @BeforeEach
  void revocationsAreKnown() {
    var unused = RedisProbe.await(revocations::isKnown, known -> known);
  }

  @Test
  void aPageOfTheSiteItselfOpensASocketWithItsCookie() {
    String own = "http://" + base.getHost() + ":" + base.getPort();
    try (ClientDriver client = page(own, Map.of())) {
      assertThat(client.hear("auth/ok").path("payload").path("user_id").asText()).isEqualTo(user);
    }
  }

  @Test
  void soDoesOneOfTheAllowList() {
    try (ClientDriver client = page("https://console.example.org", Map.of())) {
      client.hear("auth/ok");
    }
  }

  @Test
  void behindAProxyTheSiteIsWhatTheProxyIsCalled() {
    Map<String, String> proxy =
        Map.of("X-Forwarded-Host", "muster.example.org", "X-Forwarded-Proto", "https");
    try (ClientDriver client = page("https://muster.example.org", proxy)) {
      client.hear("auth/ok");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://evil.example.org",
        "https://console.example.org.evil.org",
        "http://localhost:1",
        "https://console.example.org:444",
        "null",
        "file://",
        "http://[",
        "*"
      })
  void aForeignPageIsTurnedAwayAlthoughItsCookieIsGood(String origin) {
    refused(page(origin, Map.of()), 1003, 4403);
  }

  @Test
  void soIsWhoDoesNotSayFromWhereItComes() {
    refused(ClientDriver.with(base, Map.of("Cookie", "muster_session=" + token)), 1003, 4403);
  }

  @Test
  void overTlsAPageThatCameWithoutIsForeign() {
    Map<String, String> proxy =
        Map.of("X-Forwarded-Host", "muster.example.org", "X-Forwarded-Proto", "https");
    refused(page("http://muster.example.org", proxy), 1003, 4403);
  }

  @Test
  void theCookieOfASessionThatEndedIsRefused() {
    long now = Instant.now().getEpochSecond();
    revocations.accept(
        new RevocationNotice(RevocationNotice.Kind.SESSION, session, now + 1, now + 3_600));
    refused(page("https://console.example.org", Map.of()), 1002, 4401);
  }

  @Test
  void authorizationWinsOverTheCookie() {
    Map<String, String> bad = Map.of("Authorization", "Bearer x.y.z");
    refused(page("https://console.example.org", bad), 1002, 4401);
    String other = Ids.next().toString();
    Map<String, String> good =
        Map.of("Authorization", "Bearer " + Tokens.of(other, session, "user"));
    try (ClientDriver client = page("https://evil.example.org", good)) {
      // A program may say any origin: it showed a token that no page has.
      assertThat(client.hear("auth/ok").path("payload").path("user_id").asText()).isEqualTo(other);
    }
  }

  @Test
  void anAddressThatConnectsTooOftenIsToldToTryLater() {
    String address = "198.51.100.200";
    while (buckets.spend(Limit.CLIENT_CONNECT, address).allowed()) {
      // Until it is empty.
    }
    Map<String, String> headers =
        Map.of("Authorization", "Bearer " + token, "X-Forwarded-For", address);
    refused(ClientDriver.with(base, headers), 4291, 1013);
  }

  private static void refused(ClientDriver driver, int code, int close) {
    try (driver) {
      JsonNode error = driver.hear("auth/error");
      assertThat(error.path("payload").path("code").asInt()).isEqualTo(code);
      assertThat(driver.socket().closed().code()).isEqualTo(close);
    }
  }

  private ClientDriver page(String origin, Map<String, String> more) {
    Map<String, String> headers = new HashMap<>(more);
    headers.put("Origin", origin);
    headers.put("Cookie", "a=b; muster_session=" + token);
    return ClientDriver.with(base, headers);
  }
}
