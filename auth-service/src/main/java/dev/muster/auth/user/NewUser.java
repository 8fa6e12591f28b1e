package dev.muster.auth.user;

import dev.muster.auth.account.Email;
import dev.muster.auth.account.NewAccount;
import dev.muster.auth.account.NewPassword;
import dev.muster.auth.account.PersonName;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;

/**
 * Body of {@code POST /api/v1/users}.
 *
 * @param roles without them a plain user
 */
record NewUser(
    @NotNull @Size(max = Email.MAX, message = "must have at most 254 characters") String email,
    @NotNull @NewPassword String password,
    @NotNull @PersonName String name,
    @Size(min = 1, max = 2, message = PersonRoles.WANTED)
        List<
                @NotNull(message = PersonRoles.WANTED)
                @Pattern(regexp = PersonRoles.EACH, message = PersonRoles.WANTED) String>
            roles) {

  NewAccount account() {
    return NewAccount.once(
        Email.required(email),
        password,
        name,
        roles == null ? NewAccount.USER : PersonRoles.ordered(roles));
  }

  @Override
  public String toString() {
    return "NewUser[REDACTED]";
  }
}
