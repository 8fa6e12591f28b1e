package dev.muster.kit.token;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What an identity may do at all; the names for {@code @RolesAllowed} are the constants. */
public enum Role {
  ADMIN,
  USER,
  AGENT,
  SERVICE;

  public static final String ADMIN_ROLE = "admin";
  public static final String USER_ROLE = "user";
  public static final String AGENT_ROLE = "agent";
  public static final String SERVICE_ROLE = "service";

  /** As in the token's {@code roles}. */
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Empty for a role that a newer auth-service knows. */
  public static Optional<Role> ofWire(String wire) {
    return Arrays.stream(values()).filter(role -> role.wire().equals(wire)).findFirst();
  }
}
