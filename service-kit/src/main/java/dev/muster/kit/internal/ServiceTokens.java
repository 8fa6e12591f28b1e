package dev.muster.kit.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.muster.error.ContractException;
import dev.muster.error.ErrorCode;
import dev.muster.kit.secret.Secret;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.concurrent.locks.ReentrantLock;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** This service's own token, by client credentials; fetched again when a fifth of it is left. */
@Singleton
class ServiceTokens {

  /** The answer of the token endpoint (RFC 6749 §5.1). */
  record Grant(String accessToken, long expiresIn) {
    @Override
    public String toString() {
      return "Grant[REDACTED]";
    }
  }

  private record Held(String token, Instant renewAt) {
    @Override
    public String toString() {
      return "Held[until " + renewAt + "]";
    }
  }

  private final ReentrantLock fetching = new ReentrantLock();
  private volatile Held held;

  @Inject Wire wire;
  @Inject PeerAddresses addresses;
  @Inject ServiceConfig config;
  @Inject Clock clock;

  @ConfigProperty(name = "quarkus.application.name")
  String clientId;

  String current() {
    Held now = held;
    if (isFresh(now)) {
      return now.token();
    }
    fetching.lock();
    try {
      if (!isFresh(held)) {
        held = fetch();
      }
      return held.token();
    } finally {
      fetching.unlock();
    }
  }

  /** The token was refused: the next caller gets another one. */
  void discard(String refused) {
    Held now = held;
    if (now != null && now.token().equals(refused)) {
      held = null;
    }
  }

  private boolean isFresh(Held token) {
    return token != null && clock.instant().isBefore(token.renewAt());
  }

  private Held fetch() {
    Secret secret =
        config
            .secret()
            .orElseThrow(() -> new IllegalStateException("muster.service.secret is not set"));
    HttpRequest request =
        wire.request(addresses.of(Peer.AUTH, "/oauth2/token"))
            .header("Authorization", basic(clientId, secret.reveal()))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString("grant_type=client_credentials"))
            .build();
    HttpResponse<byte[]> answer = wire.send(request);
    if (answer.statusCode() != 200) {
      throw ContractException.retryLater(
          answer.statusCode() == 503 ? ErrorCode.UNAVAILABLE : ErrorCode.BAD_GATEWAY,
          "no service token: answer " + answer.statusCode(),
          Duration.ofSeconds(1),
          null);
    }
    Grant grant = wire.read(answer, Grant.class);
    return new Held(
        grant.accessToken(), clock.instant().plusMillis(grant.expiresIn() * 1_000 * 4 / 5));
  }

  /** Both halves form-encoded first (RFC 6749 §2.3.1): a plus sign would be read as a space. */
  static String basic(String clientId, String secret) {
    String pair = URLEncoder.encode(clientId, UTF_8) + ":" + URLEncoder.encode(secret, UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(UTF_8));
  }
}
