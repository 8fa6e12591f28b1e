package dev.muster.auth.user;

import java.util.List;

/** The roles that an account can have; those of programs are never given to one. */
final class PersonRoles {
  static final String EACH = "admin|user";
  static final String WANTED = "must be admin, user or both";

  private PersonRoles() {}

  /** In the one order in which they are stored. */
  static List<String> ordered(List<String> roles) {
    return roles.stream().distinct().sorted().toList();
  }
}
