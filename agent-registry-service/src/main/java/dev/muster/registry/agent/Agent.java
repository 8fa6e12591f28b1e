package dev.muster.registry.agent;

import dev.muster.kit.secret.SaltedHash;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.hibernate.annotations.ColumnTransformer;

/** One configured agent, as the table {@code agent} specifies it. */
@Entity
@Table(name = "agent")
class Agent {
  static final String PUBLIC = "public";

  @Id private UUID id;
  private String name;
  private String type;
  private String description;
  private String namespace;
  private String visibility;
  private int concurrency;
  private String[] capabilities;
  private String[] tags;
  private String[] tools;

  @ColumnTransformer(write = "cast(? as jsonb)")
  private String meta;

  @Column(name = "token_salt")
  private byte[] tokenSalt;

  @Column(name = "token_hash")
  private byte[] tokenHash;

  @Version private long version;

  @Column(name = "created_at", updatable = false)
  private Instant createdAt;

  @Column(name = "updated_at")
  private Instant updatedAt;

  /** For Hibernate. */
  protected Agent() {}

  Agent(UUID id, Instant createdAt) {
    this.id = id;
    this.createdAt = createdAt;
  }

  /** Takes over everything but the token; says nothing about whether something differs. */
  void configure(AgentSettings settings, Instant at) {
    name = settings.name();
    type = settings.type();
    description = settings.description();
    namespace = settings.namespace();
    visibility = settings.visibility();
    concurrency = settings.concurrency();
    capabilities = settings.capabilities().toArray(String[]::new);
    tags = settings.tags().toArray(String[]::new);
    tools = settings.tools().toArray(String[]::new);
    meta = settings.meta();
    updatedAt = at;
  }

  void accept(SaltedHash token, Instant at) {
    tokenSalt = token.salt();
    tokenHash = token.hash();
    updatedAt = at;
  }

  AgentSettings settings() {
    return new AgentSettings(
        name,
        type,
        description,
        namespace,
        visibility,
        concurrency,
        List.of(capabilities),
        List.of(tags),
        List.of(tools),
        meta);
  }

  UUID id() {
    return id;
  }

  boolean isPublic() {
    return visibility.equals(PUBLIC);
  }

  SaltedHash token() {
    return new SaltedHash(tokenSalt, tokenHash);
  }

  long version() {
    return version;
  }

  Instant createdAt() {
    return createdAt;
  }

  Instant updatedAt() {
    return updatedAt;
  }
}
