package dev.muster.auth.user;

import dev.muster.auth.account.NewPassword;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;

/** Body of {@code PUT /api/v1/users/me/password}. A short current password is a wrong one. */
record PasswordChange(
    @NotNull @Size(max = NewPassword.MAX, message = "must have at most 1024 characters")
        String currentPassword,
    @NotNull @NewPassword String newPassword) {
  @Override
  public String toString() {
    return "PasswordChange[REDACTED]";
  }
}
