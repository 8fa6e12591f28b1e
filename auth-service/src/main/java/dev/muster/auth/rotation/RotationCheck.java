package dev.muster.auth.rotation;

import dev.muster.auth.key.SigningKeysConfig;
import dev.muster.kit.token.TokenConfig;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;
import java.time.Duration;

/** Refuses times by which a verifier could meet a key that it hasn't read. */
class RotationCheck {
  /** The {@code max-age} of the published keys, and what it takes until all replicas have them. */
  private static final Duration LEAST = Duration.ofMinutes(6);

  private static final Duration MARGIN = Duration.ofMinutes(1);

  void check(
      @Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) StartupEvent event,
      SigningKeysConfig keys,
      TokenConfig tokens) {
    require(keys, tokens.keysRefresh());
  }

  static void require(SigningKeysConfig keys, Duration keysRefresh) {
    Duration needed = keysRefresh.plus(MARGIN);
    Duration least = needed.compareTo(LEAST) > 0 ? needed : LEAST;
    if (keys.publishAhead().compareTo(least) < 0) {
      throw new ConfigurationException(
          "muster.signing-keys.publish-ahead must be at least "
              + least
              + ", so that every verifier has read a key before it signs");
    }
    if (keys.rotateEvery().compareTo(keys.publishAhead().multipliedBy(2)) < 0) {
      throw new ConfigurationException(
          "muster.signing-keys.rotate-every must be at least twice the publish-ahead");
    }
  }
}
