package dev.muster.auth.token;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;
import java.time.Duration;

/** Refuses lifetimes that would weaken revocation or break the contract. */
class LifetimeCheck {
  private static final Duration LONGEST_ACCESS = Duration.ofHours(1);

  void check(
      @Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) StartupEvent event,
      TokenLifetimes lifetimes) {
    require(lifetimes);
  }

  static void require(TokenLifetimes lifetimes) {
    Duration access = lifetimes.access();
    if (access.toSeconds() < 1 || access.compareTo(LONGEST_ACCESS) > 0) {
      throw new ConfigurationException(
          "muster.lifetime.access must be between PT1S and PT1H, not " + access);
    }
    if (lifetimes.refresh().compareTo(access) < 0) {
      throw new ConfigurationException(
          "muster.lifetime.refresh must not be shorter than muster.lifetime.access");
    }
  }
}
