package dev.muster.auth.user;

import java.util.List;

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
}
