package dev.muster.auth.password;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigUtils;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;

/** A cost that makes trials pleasant must not reach production, nor one hash of it the table. */
class CostCheck {
  private static final int LEAST_IN_PRODUCTION = 12;

  void check(
      @Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) StartupEvent event,
      PasswordConfig config) {
    if (ConfigUtils.isProfileActive("prod") && config.cost() < LEAST_IN_PRODUCTION) {
      throw new ConfigurationException(
          "muster.password.cost must be at least 12 in the prod profile, not " + config.cost());
    }
  }
}
