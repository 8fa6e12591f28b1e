package dev.muster.kit.secret;

import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.Startup;
import io.quarkus.runtime.configuration.ConfigUtils;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * Refuses to start in production with a secret that everybody could know: a short one, or one that
 * begins with {@code dev}, {@code test}, {@code secret} or {@code changeme}.
 */
@Singleton
class DevelopmentSecrets {
  private static final int SHORTEST = 16;

  @Startup
  void check() {
    if (LaunchMode.current() == LaunchMode.NORMAL && ConfigUtils.isProfileActive("prod")) {
      Config config = ConfigProvider.getConfig();
      refuseKnown("muster.service.secret", config);
    }
  }

  private static void refuseKnown(String name, Config config) {
    Optional<String> secret = config.getOptionalValue(name, String.class);
    if (secret.isPresent() && isKnown(secret.get())) {
      throw new IllegalStateException(name + " is no secret for production");
    }
  }

  static boolean isKnown(String secret) {
    return secret.length() < SHORTEST || secret.matches("(?i)(dev|test|secret|changeme).*");
  }
}
