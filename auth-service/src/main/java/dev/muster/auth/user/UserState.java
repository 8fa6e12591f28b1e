package dev.muster.auth.user;

import dev.muster.kit.audit.AuditEvent;
import java.util.List;
import java.util.UUID;

/** What of an account can be changed. */
record UserState(String name, List<String> roles, boolean disabled) {
  UserState {
    roles = List.copyOf(roles);
  }

  boolean administers() {
    return !disabled && roles.contains("admin");
  }

  /** Whether what was told to others about the account before must not count any more. */
  boolean revokes(UserState before) {
    return !roles.equals(before.roles()) || (disabled && !before.disabled());
  }

  /** What differs, for the audit log. */
  AuditEvent changeOf(UUID account, UserState before) {
    AuditEvent event = AuditEvent.of("account.change").on("account", account);
    if (!name.equals(before.name())) {
      event = event.with("name", name);
    }
    if (!roles.equals(before.roles())) {
      event = event.with("roles", String.join(" ", roles));
    }
    return disabled == before.disabled() ? event : event.with("disabled", disabled);
  }
}
