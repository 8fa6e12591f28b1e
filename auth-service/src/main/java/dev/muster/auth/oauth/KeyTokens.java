package dev.muster.auth.oauth;

import dev.muster.auth.apikey.Recognised;
import dev.muster.auth.token.AccessTokens;
import dev.muster.kit.apikey.ApiKey;
import dev.muster.kit.apikey.AppKey;
import dev.muster.kit.apikey.KeyUses;
import dev.muster.kit.scope.Scope;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** An API key is a client too: it gets tokens in its owner's name that die with it. */
@ApplicationScoped
class KeyTokens {
  private final Clients clients;
  private final AccessTokens tokens;
  private final KeyUses uses;

  @Inject
  KeyTokens(Clients clients, AccessTokens tokens, KeyUses uses) {
    this.uses = uses;
    this.clients = clients;
    this.tokens = tokens;
  }

  /** With all of the key's scopes, unless fewer are asked for. */
  TokenAnswer answer(AppKey appKey, String secret, Optional<String> wanted) {
    Recognised known = clients.recognised(appKey, secret);
    ApiKey key = known.key();
    Set<Scope> scopes = wanted.map(names -> within(key, names)).orElse(key.scopes());
    if (scopes.isEmpty()) {
      throw OAuthException.invalidScope("this key has no scopes");
    }
    TokenAnswer answer = TokenAnswer.of(tokens.forKey(key, scopes, known.issuedAt()), scopes);
    uses.note(key.id());
    return answer;
  }

  private static Set<Scope> within(ApiKey key, String names) {
    Set<Scope> wanted = EnumSet.noneOf(Scope.class);
    for (String name : names.split(" ", -1)) {
      Scope scope =
          Scope.ofWire(name)
              .filter(known -> key.scopes().contains(known))
              .orElseThrow(() -> OAuthException.invalidScope("the key has no such scope"));
      wanted.add(scope);
    }
    return wanted;
  }
}
