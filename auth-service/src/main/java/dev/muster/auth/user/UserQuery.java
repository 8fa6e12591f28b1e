package dev.muster.auth.user;

import dev.muster.error.ContractException;
import jakarta.ws.rs.QueryParam;

/** The filters of {@code GET /api/v1/users}; what is none is answered 1001 when it is read. */
final class UserQuery {
  private static final int LONGEST = 254;

  @QueryParam("q")
  String text;

  @QueryParam("role")
  String role;

  @QueryParam("disabled")
  String disabled;

  UserFilter filter() {
    return new UserFilter(part(), role(), disabled());
  }

  private String part() {
    if (text == null) {
      return null;
    }
    if (text.length() > LONGEST
        || text.codePoints()
            .anyMatch(
                c -> Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE)) {
      throw ContractException.badParameter(
          "q", "must be text of at most " + LONGEST + " characters on one line");
    }
    return text;
  }

  private String role() {
    if (role != null && !role.matches(PersonRoles.EACH)) {
      throw ContractException.badParameter("role", "must be admin or user");
    }
    return role;
  }

  private Boolean disabled() {
    return switch (disabled) {
      case null -> null;
      case "true" -> true;
      case "false" -> false;
      default -> throw ContractException.badParameter("disabled", "must be true or false");
    };
  }
}
