package dev.muster.auth.session;

import jakarta.validation.constraints.Size;

/** Body of H3; without a token, the one in the cookie is meant. */
record RefreshRequest(
    @Size(max = 200, message = "must have at most 200 characters") String refreshToken) {
  @Override
  public String toString() {
    return "RefreshRequest[REDACTED]";
  }
}
