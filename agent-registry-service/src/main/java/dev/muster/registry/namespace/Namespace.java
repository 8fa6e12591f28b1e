package dev.muster.registry.namespace;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;

/** One namespace, as the table {@code namespace} specifies it. */
@Entity
@Table(name = "namespace")
class Namespace {
  @Id private String name;
  private String description;
  private int weight;
  private int quota;

  @Column(name = "pinned_server")
  private String pinnedServer;

  @Column(name = "paused_at")
  private Instant pausedAt;

  @Column(name = "pause_reason")
  private String pauseReason;

  @Version private long version;

  @Column(name = "created_at", updatable = false)
  private Instant createdAt;

  @Column(name = "updated_at")
  private Instant updatedAt;

  /** For Hibernate; new ones are inserted by {@link Namespaces}. */
  protected Namespace() {}

  void configure(NamespaceSettings settings, Instant at) {
    description = settings.description();
    weight = settings.weight();
    quota = settings.quota();
    updatedAt = at;
  }

  NamespaceSettings settings() {
    return new NamespaceSettings(description, weight, quota);
  }

  /** {@code server} is null for none. */
  void pin(String server, Instant at) {
    pinnedServer = server;
    updatedAt = at;
  }

  void pause(String reason, Instant at) {
    pausedAt = at;
    pauseReason = reason;
    updatedAt = at;
  }

  void resume(Instant at) {
    pausedAt = null;
    pauseReason = "";
    updatedAt = at;
  }

  String name() {
    return name;
  }

  String pinnedServer() {
    return pinnedServer;
  }

  boolean isPaused() {
    return pausedAt != null;
  }

  Instant pausedAt() {
    return pausedAt;
  }

  String pauseReason() {
    return pauseReason;
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
