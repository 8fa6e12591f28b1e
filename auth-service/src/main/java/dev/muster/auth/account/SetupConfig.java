package dev.muster.auth.account;

import dev.muster.kit.secret.Secret;
import io.smallrye.config.ConfigMapping;
import java.nio.file.Path;
import java.util.Optional;

/** What the first administrator is let in with, once. At most one of both. */
@ConfigMapping(prefix = "muster.setup")
interface SetupConfig {
  Optional<Secret> token();

  /** A file that holds it; blanks around it don't count. */
  Optional<Path> tokenFile();
}
