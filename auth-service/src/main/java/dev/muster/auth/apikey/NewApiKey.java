package dev.muster.auth.apikey;

import dev.muster.error.ContractException;
import dev.muster.error.FieldError;
import dev.muster.kit.scope.Scope;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Body of {@code POST /api/v1/api-keys}.
 *
 * @param expiresAt null: the key doesn't expire
 * @param agentId binds the key to an agent; such a key may have no scopes
 */
record NewApiKey(
    @NotBlank
        @Size(max = 100, message = "must have at most 100 characters")
        @Pattern(regexp = ONE_LINE, message = "must be one line without control characters")
        String name,
    @NotNull @Size(max = MOST_SCOPES) List<String> scopes,
    Instant expiresAt,
    UUID agentId) {
  private static final String ONE_LINE = "[^\\p{Cc}\\p{Cs}\\x{2028}\\x{2029}]*";
  private static final int MOST_SCOPES = 6;

  /** Without white space at its ends. Throws 1001 when nothing is left. */
  String plainName() {
    String plain = name.strip();
    if (plain.isEmpty()) {
      throw ContractException.badParameter("name", "must not be blank");
    }
    return plain;
  }

  /**
   * Throws 1001 that names each scope that is unknown or said twice, or says that one is needed.
   */
  Set<Scope> knownScopes() {
    if (scopes.isEmpty() && agentId == null) {
      throw ContractException.badParameter("scopes", "must name at least one scope");
    }
    Set<Scope> known = EnumSet.noneOf(Scope.class);
    List<FieldError> errors = new ArrayList<>();
    for (int i = 0; i < scopes.size(); i++) {
      Optional<Scope> scope = Scope.ofWire(scopes.get(i));
      if (scope.isEmpty()) {
        errors.add(new FieldError("scopes[" + i + "]", "is no scope"));
      } else if (!known.add(scope.get())) {
        errors.add(new FieldError("scopes[" + i + "]", "is said twice"));
      }
    }
    if (!errors.isEmpty()) {
      throw ContractException.badParameters(errors);
    }
    return known;
  }
}
