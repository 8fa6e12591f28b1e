package dev.muster.auth.account;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;

/** Body of H1. */
record Registration(
    @NotNull @Size(max = Email.MAX, message = TOO_LONG_EMAIL) String email,
    @NotNull @NewPassword String password,
    @NotNull @PersonName String name) {
  static final String TOO_LONG_EMAIL = "must have at most 254 characters";

  @Override
  public String toString() {
    return "Registration[REDACTED]";
  }
}
