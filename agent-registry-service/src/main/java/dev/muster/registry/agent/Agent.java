package dev.muster.registry.agent;

import dev.muster.internal.AgentMode;
import dev.muster.kit.secret.SaltedHash;
import dev.muster.registry.duty.Duty;
import dev.muster.registry.rotation.Rotation;
import jakarta.persistence.Column;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.hibernate.annotations.ColumnTransformer;
import org.hibernate.annotations.OptimisticLock;

/** One agent, as the table {@code agent} specifies it. */
@Entity
@Table(name = "agent")
public class Agent {
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

  @Column(name = "search_text")
  private String searchText;

  @Column(name = "machine_id", updatable = false)
  private String machineId;

  @Column(name = "program_version")
  private String programVersion;

  @Column(name = "token_salt")
  private byte[] tokenSalt;

  @Column(name = "token_hash")
  private byte[] tokenHash;

  @Column(name = "token_used_at")
  private Instant tokenUsedAt;

  @OptimisticLock(excluded = true)
  private long expulsions;

  @Embedded private Duty duty;
  @Embedded private Rotation rotation;
  @Version private long version;

  @Column(name = "created_at", updatable = false)
  private Instant createdAt;

  @Column(name = "updated_at")
  private Instant updatedAt;

  /** For Hibernate. */
  protected Agent() {}

  /** {@code machineId} is null for one that an administrator makes. */
  public Agent(UUID id, String machineId, Instant createdAt) {
    this.id = id;
    this.machineId = machineId;
    this.createdAt = createdAt;
    this.duty = new Duty();
    this.rotation = new Rotation();
  }

  /** Takes over everything but the token; says nothing about whether something differs. */
  public void configure(AgentSettings settings, Instant at) {
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
    searchText = searchable(name + "\n" + description + "\n" + String.join("\n", settings.tags()));
    updatedAt = at;
  }

  /** The form in which texts are searched, and searched for. */
  static String searchable(String text) {
    return text.toLowerCase(Locale.ROOT);
  }

  /** From now on this is the token, and no other. */
  public void accept(SaltedHash token, Instant at) {
    if (tokenHash != null) {
      expel();
    }
    tokenSalt = token.salt();
    tokenHash = token.hash();
    tokenUsedAt = null;
    rotation.overtaken(at);
    updatedAt = at;
  }

  /** The pending token of a rotation was shown: it takes the old one's place. */
  public void completeRotation(Instant at) {
    SaltedHash pending = rotation.complete(at);
    tokenSalt = pending.salt();
    tokenHash = pending.hash();
    tokenUsedAt = at;
    updatedAt = at;
  }

  public void runs(String newVersion, Instant at) {
    programVersion = newVersion;
    updatedAt = at;
  }

  /** Its connection is to end; it may come back. */
  public void expel() {
    expulsions++;
  }

  /** Whether that is news. */
  public boolean order(AgentMode mode, String reason, Instant at) {
    boolean changed = duty.change(mode, reason, at);
    if (changed) {
      updatedAt = at;
    }
    return changed;
  }

  public AgentSettings settings() {
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

  public UUID id() {
    return id;
  }

  public String namespace() {
    return namespace;
  }

  boolean isPublic() {
    return visibility.equals(PUBLIC);
  }

  String machineId() {
    return machineId;
  }

  String programVersion() {
    return programVersion;
  }

  SaltedHash token() {
    return new SaltedHash(tokenSalt, tokenHash);
  }

  public boolean isTokenUsed() {
    return tokenUsedAt != null;
  }

  long expulsions() {
    return expulsions;
  }

  public Duty duty() {
    return duty;
  }

  public Rotation rotation() {
    return rotation;
  }

  public long version() {
    return version;
  }

  Instant createdAt() {
    return createdAt;
  }

  Instant updatedAt() {
    return updatedAt;
  }
}
