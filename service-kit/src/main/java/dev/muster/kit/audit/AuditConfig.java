package dev.muster.kit.audit;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;
import java.time.Duration;

/** Where lines of the audit log are written, and how they travel. */
@ConfigMapping(prefix = "muster.audit")
interface AuditConfig {
  String TABLE = "muster.audit.table";
  String OUTBOX = "audit_outbox";
  String NONE = "none";

  /** Fixed when the service is built: {@code audit}, {@code audit_outbox} or {@code none}. */
  @WithName("table")
  String table();

  /** How soon a service looks again after it found or wrote lines; else it looks once a minute. */
  @WithDefault("5s")
  Duration shipEvery();

  /** How long lines gather before they are sent, so that those of one moment go together. */
  @WithDefault("200ms")
  Duration gather();

  /** Longest pause while auth-service is away. */
  @WithDefault("30s")
  Duration longestPause();

  /** Refusals of one kind and address within this time are two lines: the first, and how many. */
  @WithDefault("5m")
  Duration refusalWindow();

  /** Kinds and addresses that are told apart within one window; the rest is counted together. */
  @WithDefault("100")
  int refusalSources();
}
