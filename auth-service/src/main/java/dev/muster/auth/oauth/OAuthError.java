package dev.muster.auth.oauth;

import io.quarkus.runtime.annotations.RegisterForReflection;

/** The body of an {@link OAuthException}. */
@RegisterForReflection
record OAuthError(String error, String errorDescription) {
  static OAuthError of(OAuthException e) {
    return new OAuthError(e.error(), e.getMessage());
  }
}
