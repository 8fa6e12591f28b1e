package dev.muster.auth.password;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;

/** How expensive a password check is, and how many may be under way. */
@ConfigMapping(prefix = "muster.password")
interface PasswordConfig {
  /** bcrypt's cost: each step doubles the time. At least 12 in production. */
  @WithDefault("12")
  @Min(4)
  @Max(18)
  int cost();

  /** Checks computed at the same time; 0 means one for every two cores: others want to live. */
  @WithDefault("0")
  @Min(0)
  int parallel();

  /** Checks that may wait for their turn; beyond it the answer is 503 with {@code Retry-After}. */
  @WithDefault("32")
  @Min(1)
  int waiting();
}
