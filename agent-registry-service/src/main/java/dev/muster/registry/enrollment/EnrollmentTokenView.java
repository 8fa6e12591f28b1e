package dev.muster.registry.enrollment;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * An enrolment token in a list; its text is no part of it.
 *
 * @param usable neither expired nor spent
 * @param uses registrations with it, repeated ones too
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record EnrollmentTokenView(
    UUID id,
    String namespace,
    List<String> tags,
    boolean reusable,
    boolean usable,
    Instant createdAt,
    Instant expiresAt,
    long uses,
    Instant lastUsedAt,
    UUID spentOn) {

  static EnrollmentTokenView of(EnrollmentToken token, Instant now) {
    return new EnrollmentTokenView(
        token.id(),
        token.namespace(),
        token.tags(),
        token.isReusable(),
        !token.isExpired(now) && token.spentOn() == null,
        token.createdAt(),
        token.expiresAt(),
        token.uses(),
        token.lastUsedAt(),
        token.spentOn());
  }
}
