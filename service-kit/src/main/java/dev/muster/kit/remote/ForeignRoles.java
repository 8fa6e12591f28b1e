package dev.muster.kit.remote;

import dev.muster.kit.token.Role;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a remote issuer's names of roles mean here. None of them can make a service or an agent; a
 * name that isn't listed means nothing.
 */
record ForeignRoles(String claim, Set<String> admin, Set<String> user) {

  Set<Role> of(Map<String, Object> claims) {
    Set<Role> roles = EnumSet.noneOf(Role.class);
    for (Object name : names(claims)) {
      if (name instanceof String text) {
        if (admin.contains(text)) {
          roles.add(Role.ADMIN);
        }
        if (user.contains(text)) {
          roles.add(Role.USER);
        }
      }
    }
    return roles;
  }

  private Collection<?> names(Map<String, Object> claims) {
    Object found = claims.get(claim);
    return switch (found == null ? deeper(claims) : found) {
      case Collection<?> names -> names;
      case String words -> List.of(words.split(" ", -1));
      case null, default -> List.of();
    };
  }

  private Object deeper(Map<String, Object> claims) {
    Object value = claims;
    for (String step : claim.split("\\.", -1)) {
      value = value instanceof Map<?, ?> object ? object.get(step) : null;
    }
    return value;
  }
}
