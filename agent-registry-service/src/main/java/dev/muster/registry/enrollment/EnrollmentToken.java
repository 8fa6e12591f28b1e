package dev.muster.registry.enrollment;

import dev.muster.kit.secret.SaltedHash;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** One enrolment token, as the table {@code enrollment_token} specifies it. */
@Entity
@Table(name = "enrollment_token")
class EnrollmentToken {
  @Id private UUID id;
  private String namespace;
  private String[] tags;
  private boolean reusable;
  private byte[] salt;
  private byte[] hash;

  @Column(name = "created_at", updatable = false)
  private Instant createdAt;

  @Column(name = "expires_at")
  private Instant expiresAt;

  private long uses;

  @Column(name = "last_used_at")
  private Instant lastUsedAt;

  @Column(name = "spent_on")
  private UUID spentOn;

  /** For Hibernate. */
  protected EnrollmentToken() {}

  EnrollmentToken(EnrollmentSecret secret, EnrollmentTerms terms, Instant now) {
    SaltedHash kept = secret.hash();
    id = secret.id();
    salt = kept.salt();
    hash = kept.hash();
    namespace = terms.namespace();
    tags = terms.tags().toArray(String[]::new);
    reusable = terms.reusable();
    createdAt = now;
    expiresAt = now.plus(terms.lifetime());
  }

  boolean matches(EnrollmentSecret secret) {
    return secret.matches(new SaltedHash(salt, hash));
  }

  boolean isExpired(Instant now) {
    return !now.isBefore(expiresAt);
  }

  void used(UUID agentId, Instant now) {
    uses++;
    lastUsedAt = now;
    if (!reusable) {
      spentOn = agentId;
    }
  }

  /** The agent that it was spent on; null while it isn't. */
  UUID spentOn() {
    return spentOn;
  }

  UUID id() {
    return id;
  }

  String namespace() {
    return namespace;
  }

  List<String> tags() {
    return List.of(tags);
  }

  boolean isReusable() {
    return reusable;
  }

  Instant createdAt() {
    return createdAt;
  }

  Instant expiresAt() {
    return expiresAt;
  }

  long uses() {
    return uses;
  }

  Instant lastUsedAt() {
    return lastUsedAt;
  }
}
