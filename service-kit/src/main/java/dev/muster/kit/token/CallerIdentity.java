package dev.muster.kit.token;

import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.runtime.QuarkusPrincipal;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import java.util.Optional;

/** How Quarkus sees a caller, whatever it came with; {@link Caller} is how resources do. */
public final class CallerIdentity {
  private static final String TOKEN = "muster.token";

  private CallerIdentity() {}

  public static SecurityIdentity of(VerifiedToken token) {
    return builder(token).build();
  }

  /** To add attributes to. */
  public static QuarkusSecurityIdentity.Builder builder(VerifiedToken token) {
    QuarkusSecurityIdentity.Builder identity =
        QuarkusSecurityIdentity.builder()
            .setPrincipal(new QuarkusPrincipal(token.subject()))
            .addAttribute(TOKEN, token);
    token.roles().forEach(role -> identity.addRole(role.wire()));
    return identity;
  }

  /** Empty for a request without credentials. */
  static Optional<VerifiedToken> token(SecurityIdentity identity) {
    return Optional.ofNullable(identity.getAttribute(TOKEN));
  }
}
