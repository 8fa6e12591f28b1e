package dev.muster.auth.session;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;

/** Body of H3. */
record RefreshRequest(
    @NotNull @Size(max = 200, message = "must have at most 200 characters") String refreshToken) {
  @Override
  public String toString() {
    return "RefreshRequest[REDACTED]";
  }
}
