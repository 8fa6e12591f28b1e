package dev.muster.auth.session;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;

/** Body of H2. A short password is a wrong one here, not a bad parameter. */
record LoginRequest(
    @NotNull @Size(max = 254, message = "must have at most 254 characters") String email,
    @NotNull
        @Size(max = 1024, message = "must have at most 1024 characters")
        @Pattern(regexp = "[^\\p{Cs}]*", message = "must be well-formed text")
        String password) {
  @Override
  public String toString() {
    return "LoginRequest[REDACTED]";
  }
}
