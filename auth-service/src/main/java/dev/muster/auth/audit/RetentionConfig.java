package dev.muster.auth.audit;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;

/** How long the audit log is kept. */
@ConfigMapping(prefix = "muster.audit")
interface RetentionConfig {
  /**
   * Days after which a month may go, all of it being older. Never less than the table {@code
   * audit_retention} says, which the service's role can't change.
   */
  @WithName("retention-days")
  @WithDefault("400")
  int retentionDays();
}
