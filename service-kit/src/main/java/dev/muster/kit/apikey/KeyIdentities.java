package dev.muster.kit.apikey;

import dev.muster.error.ContractException;
import dev.muster.kit.http.WholeBody;
import dev.muster.kit.thread.Apart;
import dev.muster.kit.token.CallerIdentity;
import dev.muster.kit.token.TokenVerifier;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.IdentityProvider;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Optional;

/**
 * What {@link dev.muster.kit.token.Caller} will say of a request with an API key: its owner, with
 * the owner's roles, within the key's scopes.
 */
@Singleton
class KeyIdentities implements IdentityProvider<KeyRequest> {
  static final String SIGNED = "muster.signed";

  private final KnownKeys keys;
  private final SignatureCheck signatures;
  private final KeyUses uses;
  private final Clock clock;

  @Inject
  KeyIdentities(KnownKeys keys, SignatureCheck signatures, KeyUses uses, Clock clock) {
    this.keys = keys;
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
        case Presented.Pair pair -> byPair(pair);
        case Presented.Signed signed -> bySignature(signed, request);
      };
    } catch (ContractException e) {
      return Uni.createFrom().failure(new AuthenticationFailedException(e));
    }
  }

  private Uni<SecurityIdentity> byPair(Presented.Pair pair) {
    Optional<KnownKey> known = keys.known(pair.key());
    return known.isPresent()
        ? Uni.createFrom().item(identity(pair, known.get()))
        : refusable(Apart.call(() -> identity(pair, keys.find(pair.key()))));
  }

  private Uni<SecurityIdentity> bySignature(Presented.Signed signed, KeyRequest request) {
    signatures.time(signed);
    SignedRequest over =
        SignedRequest.of(
            request.routing().request(),
            signed.timestamp(),
            signed.nonce(),
            WholeBody.of(request.routing())
                .orElseThrow(
                    () -> Presented.refused("signed requests are taken over HTTP/1.1 only")));
    return refusable(Apart.call(() -> identity(signed, over, keys.find(signed.key()))));
  }

  private static Uni<SecurityIdentity> refusable(Uni<SecurityIdentity> identity) {
    return identity
        .onFailure(ContractException.class)
        .transform(AuthenticationFailedException::new);
  }

  private SecurityIdentity identity(Presented.Pair pair, KnownKey key) {
    if (!key.hasSecret(pair.secret())) {
      throw TokenVerifier.refused();
    }
    note(key);
    return CallerIdentity.of(key.caller());
  }

  private SecurityIdentity identity(Presented.Signed signed, SignedRequest over, KnownKey key) {
    signatures.signature(signed, over, key);
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
