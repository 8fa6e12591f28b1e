package dev.muster.kit.apikey;

import dev.muster.error.ContractException;
import dev.muster.kit.http.WholeBody;
import dev.muster.kit.thread.Apart;
import dev.muster.kit.token.CallerIdentity;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.IdentityProvider;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What {@link dev.muster.kit.token.Caller} will say of a request with an API key: its owner, with
 * the owner's roles, within the key's scopes.
 */
@Singleton
class KeyIdentities implements IdentityProvider<KeyRequest> {
  static final String SIGNED = "muster.signed";

  private final Trials trials;
  private final SignatureCheck signatures;
  private final KeyPairs pairs;

  @Inject
  KeyIdentities(Trials trials, SignatureCheck signatures, KeyPairs pairs) {
    this.trials = trials;
    this.signatures = signatures;
    this.pairs = pairs;
  }

  @Override
  public Class<KeyRequest> getRequestType() {
    return KeyRequest.class;
  }

  @Override
  public Uni<SecurityIdentity> authenticate(
      KeyRequest request, AuthenticationRequestContext context) {
    try {
      return switch (request.presented()) {
        case Presented.Pair pair ->
            refusable(
                pairs
                    .check(pair, request.routing().request())
                    .map(key -> CallerIdentity.of(key.caller())));
        case Presented.Signed signed -> bySignature(signed, request.routing());
      };
    } catch (ContractException e) {
      return Uni.createFrom().failure(new AuthenticationFailedException(e));
    }
  }

  private Uni<SecurityIdentity> bySignature(Presented.Signed signed, RoutingContext routing) {
    signatures.time(signed);
    HttpServerRequest sent = routing.request();
    SignedRequest over =
        SignedRequest.of(
            sent,
            signed.timestamp(),
            signed.nonce(),
            WholeBody.of(routing)
                .orElseThrow(
                    () -> Presented.refused("signed requests are taken over HTTP/1.1 only")));
    Predicate<KnownKey> isRight = key -> SignatureCheck.isBy(key, over, signed);
    Optional<KnownKey> known = trials.known(signed.key(), isRight);
    if (known.isEmpty()) {
      trials.enter(sent);
    }
    return refusable(
        Apart.call(
            () -> signed(signed, known.orElseGet(() -> trials.find(signed.key(), isRight, sent)))));
  }

  private static Uni<SecurityIdentity> refusable(Uni<SecurityIdentity> identity) {
    return identity
        .onFailure(ContractException.class)
        .transform(AuthenticationFailedException::new);
  }

  private SecurityIdentity signed(Presented.Signed signed, KnownKey key) {
    signatures.nonce(signed, key);
    return CallerIdentity.builder(pairs.noted(key).caller()).addAttribute(SIGNED, true).build();
  }
}
