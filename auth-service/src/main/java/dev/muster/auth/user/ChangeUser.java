package dev.muster.auth.user;

import dev.muster.auth.account.PersonName;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;

/** Body of {@code PATCH /api/v1/users/{id}}: what is absent stays as it is. */
record ChangeUser(
    Boolean disabled,
    @Size(min = 1, max = 2, message = PersonRoles.WANTED)
        List<
                @NotNull(message = PersonRoles.WANTED)
                @Pattern(regexp = PersonRoles.EACH, message = PersonRoles.WANTED) String>
            roles,
    @PersonName String name) {

  /** What a user may not decide about itself. */
  boolean needsAdministrator() {
    return disabled != null || roles != null;
  }

  UserState onto(UserState now) {
    return new UserState(
        name == null ? now.name() : name.strip(),
        roles == null ? now.roles() : PersonRoles.ordered(roles),
        disabled == null ? now.disabled() : disabled);
  }
}
