package dev.muster.auth.account;

import dev.muster.kit.secret.Secret;
import io.smallrye.config.ConfigMapping;
import java.util.Optional;

/** The first administrator, made at start when there is no such account yet. Both or neither. */
@ConfigMapping(prefix = "muster.admin")
interface AdminConfig {
  Optional<String> email();

  Optional<Secret> password();
}
