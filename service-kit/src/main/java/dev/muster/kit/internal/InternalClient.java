package dev.muster.kit.internal;

import dev.muster.error.ContractException;
import dev.muster.error.ErrorCode;
import dev.muster.kit.http.RequestContext;
import io.quarkus.arc.Arc;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/**
 * JSON calls to the other services. Blocks: for virtual threads. What the other service refuses
 * comes back as {@link ContractException} with its code; no answer in time is 5003, an unreadable
 * one 5002. The request id and trace of the request that is being answered go along.
 *
 * <p>Paths start with {@code /}; ids in them must be encoded. {@code Void.class} as type ignores
 * the answer's body.
 */
@Singleton
public class InternalClient {
  @Inject Wire wire;
  @Inject PeerAddresses addresses;
  @Inject ServiceTokens tokens;
  @Inject RequestContext request;

  public <T> T get(Peer peer, String path, Class<T> type) {
    return call(peer, path, "GET", null, type);
  }

  public <T> T post(Peer peer, String path, Object body, Class<T> type) {
    return call(peer, path, "POST", wire.body(body), type);
  }

  public <T> T put(Peer peer, String path, Object body, Class<T> type) {
    return call(peer, path, "PUT", wire.body(body), type);
  }

  public <T> T delete(Peer peer, String path, Class<T> type) {
    return call(peer, path, "DELETE", null, type);
  }

  private <T> T call(
      Peer peer, String path, String method, HttpRequest.BodyPublisher body, Class<T> type) {
    String token = tokens.current();
    HttpResponse<byte[]> answer = send(wire.request(addresses.of(peer, path)), method, body, token);
    if (isTokenRefused(answer)) {
      tokens.discard(token);
      answer = send(wire.request(addresses.of(peer, path)), method, body, tokens.current());
      if (isTokenRefused(answer)) {
        throw new ContractException(
            ErrorCode.BAD_GATEWAY, peer.serviceName() + " refuses the service token");
      }
    }
    return read(answer, type);
  }

  private HttpResponse<byte[]> send(
      HttpRequest.Builder sent, String method, HttpRequest.BodyPublisher body, String token) {
    if (Arc.container().requestContext().isActive()) {
      sent.header("X-Request-ID", request.requestId());
      request.traceparent().ifPresent(parent -> sent.header("traceparent", parent));
    }
    sent.header("Authorization", "Bearer " + token);
    if (body == null) {
      // Not noBody(): native-image would build that into the image, where it may not be.
      return wire.send((method.equals("GET") ? sent.GET() : sent.DELETE()).build());
    }
    return wire.send(sent.header("Content-Type", "application/json").method(method, body).build());
  }

  private <T> T read(HttpResponse<byte[]> answer, Class<T> type) {
    if (answer.statusCode() / 100 == 2) {
      return wire.read(answer, type);
    }
    throw wire.read(answer, PeerProblem.class).exception(answer);
  }

  // 1002 is also the answer to somebody else's bad token in the body: only ours has this header.
  private static boolean isTokenRefused(HttpResponse<byte[]> answer) {
    return answer.statusCode() == 401
        && answer
            .headers()
            .firstValue("WWW-Authenticate")
            .filter(challenge -> challenge.contains("invalid_token"))
            .isPresent();
  }
}
