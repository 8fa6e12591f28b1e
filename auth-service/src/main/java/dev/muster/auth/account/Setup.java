package dev.muster.auth.account;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;

/** Body of {@code POST /api/v1/auth/setup}. */
record Setup(
    @NotNull @Size(max = 1024, message = "must have at most 1024 characters") String token,
    @NotNull @Size(max = Email.MAX, message = Registration.TOO_LONG_EMAIL) String email,
    @NotNull @NewPassword String password,
    @NotNull @PersonName String name) {
  @Override
  public String toString() {
    return "Setup[REDACTED]";
  }
}
