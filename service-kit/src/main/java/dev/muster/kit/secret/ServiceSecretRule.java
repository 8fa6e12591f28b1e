package dev.muster.kit.secret;

import jakarta.inject.Singleton;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.Config;

/** The secret by which this service gets its tokens. */
@Singleton
class ServiceSecretRule implements ProductionRule {
  @Override
  public Stream<String> findings(Config config) {
    return KnownSecrets.among(config, "muster.service.secret");
  }
}
