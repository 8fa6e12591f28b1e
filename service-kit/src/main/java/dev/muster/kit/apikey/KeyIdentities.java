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
import java.time.Clock;
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
  private final KeyUses uses;
  private final Clock clock;

  @Inject
  KeyIdentities(Trials trials, SignatureCheck signatures, KeyUses uses, Clock clock) {
    this.trials = trials;
    this.signatures = signatures;
    this.uses = uses;
    this.clock = clock;
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
        case Presented.Pair pair -> byPair(pair, request.routing().request());
        case Presented.Signed signed -> bySignature(signed, request.routing());
      };
    } catch (ContractException e) {
      return Uni.createFrom().failure(new AuthenticationFailedException(e));
    }
  }

  private Uni<SecurityIdentity> byPair(Presented.Pair pair, HttpServerRequest sent) {
    Predicate<KnownKey> isRight = key -> key.hasSecret(pair.secret());
    Optional<KnownKey> known = trials.known(pair.key(), isRight);
    if (known.isPresent()) {
      return Uni.createFrom().item(identity(known.get()));
    }
    trials.enter(sent);
    return refusable(Apart.call(() -> identity(trials.find(pair.key(), isRight, sent))));
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

  private SecurityIdentity identity(KnownKey key) {
    note(key);
    return CallerIdentity.of(key.caller());
  }

  private SecurityIdentity signed(Presented.Signed signed, KnownKey key) {
    signatures.nonce(signed, key);
    note(key);
    return CallerIdentity.builder(key.caller()).addAttribute(SIGNED, true).build();
  }

  private void note(KnownKey key) {
    ApiKey used = key.key(clock);
    if (key.isFirstUse()) {
      uses.note(used.id());
    }
  }
}
