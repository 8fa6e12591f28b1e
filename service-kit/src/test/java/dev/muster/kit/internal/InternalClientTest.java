package dev.muster.kit.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.muster.error.ContractException;
import dev.muster.error.ErrorCode;
import dev.muster.internal.SessionOpened;
import dev.muster.kit.token.TokenVerifier;
import dev.muster.kit.token.VerifiedToken;
import dev.muster.test.PostgresAndRedis;
import dev.muster.test.auth.AuthServer;
import dev.muster.test.auth.WithAuthServer;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(PostgresAndRedis.class)
@QuarkusTestResource(WithAuthServer.class)
class InternalClientTest {
  AuthServer auth;
  @Inject InternalClient client;
  @Inject TokenVerifier verifier;
  @Inject ServiceTokens tokens;

  @AfterEach
  @BeforeEach
  void answerAsUsual() {
    auth.answerWith(null);
  }

  @Test
  void answerIsReadAndUnknownMembersAreIgnored() {
    auth.answerWith(
        sent -> AuthServer.Answer.of(200, "{\"epoch\":7,\"lease_ms\":5,\"new\":1,\"abandon\":[]}"));
    SessionOpened opened =
        client.post(Peer.AUTH, "/x", Map.of("slot_count", 1), SessionOpened.class);
    assertThat(opened).isEqualTo(new SessionOpened(7, 5, List.of(), List.of()));
  }

  @Test
  void callsCarryTheServiceToken() {
    String[] header = new String[1];
    auth.answerWith(
        sent -> {
          header[0] = sent.header("Authorization");
          return AuthServer.Answer.of(200, "{}");
        });
    client.get(Peer.AUTH, "/x", Void.class);
    VerifiedToken token = verifier.verify(header[0].substring("Bearer ".length()));
    assertThat(token.subject()).isEqualTo("sample");
    assertThat(token.sessionId()).isNull();
  }

  @Test
  void refusalComesBackAsItWas() {
    auth.answerWith(
        sent ->
            AuthServer.Answer.of(
                400,
                "{\"code\":1001,\"detail\":\"bad\",\"errors\":[{\"field\":\"a.b\",\"message\":\"m\"}]}"));
    assertThatThrownBy(() -> client.delete(Peer.AUTH, "/x", Void.class))
        .isInstanceOfSatisfying(
            ContractException.class,
            e -> {
              assertThat(e.code()).isEqualTo(ErrorCode.BAD_PARAMETER);
              assertThat(e.errors()).hasSize(1);
              assertThat(e.errors().getFirst().field()).isEqualTo("a.b");
            });
    refusedAs(401, "{\"code\":1002,\"detail\":\"wrong agent token\"}", ErrorCode.NOT_AUTHENTICATED);
    refusedAs(503, "{\"code\":5003,\"detail\":\"later\"}", ErrorCode.UNAVAILABLE);
  }

  @Test
  void unreadableAnswerIsABadGateway() {
    refusedAs(200, "<html>", ErrorCode.BAD_GATEWAY);
    refusedAs(500, "<html>", ErrorCode.BAD_GATEWAY);
    refusedAs(500, "{\"code\":77}", ErrorCode.BAD_GATEWAY);
  }

  @Test
  void unreachableServiceIsUnavailable() {
    assertThatThrownBy(() -> client.get(Peer.REGISTRY, "/x", JsonNode.class))
        .isInstanceOfSatisfying(
            ContractException.class,
            e -> {
              assertThat(e.code()).isEqualTo(ErrorCode.UNAVAILABLE);
              assertThat(e.retryAfter()).isPresent();
            });
  }

  @Test
  void refusedServiceTokenIsReplacedOnce() {
    String first = tokens.current();
    auth.answerWith(
        sent ->
            sent.header("Authorization").equals("Bearer " + first)
                ? AuthServer.Answer.of(401, "{\"code\":1002}")
                    .with("WWW-Authenticate", "Bearer error=\"invalid_token\"")
                : AuthServer.Answer.of(200, "{\"ok\":true}"));
    int grants = auth.requests("/oauth2/token");
    assertThat(client.get(Peer.AUTH, "/x", JsonNode.class).path("ok").asBoolean()).isTrue();
    assertThat(auth.requests("/oauth2/token")).isEqualTo(grants + 1);
  }

  private void refusedAs(int status, String body, ErrorCode code) {
    auth.answerWith(sent -> AuthServer.Answer.of(status, body));
    assertThatThrownBy(() -> client.get(Peer.AUTH, "/x", JsonNode.class))
        .isInstanceOfSatisfying(ContractException.class, e -> assertThat(e.code()).isEqualTo(code));
  }
}
