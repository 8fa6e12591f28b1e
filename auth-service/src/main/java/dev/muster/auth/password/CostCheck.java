package dev.muster.auth.password;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigUtils;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.enterprise.event.Observes;

/** A cost that makes trials pleasant must not reach production. */
class CostCheck {
  private static final int LEAST_IN_PRODUCTION = 12;

  void check(@Observes StartupEvent event, PasswordConfig config) {
    if (ConfigUtils.isProfileActive("prod") && config.cost() < LEAST_IN_PRODUCTION) {
      throw new ConfigurationException(
          "muster.password.cost must be at least 12 in the prod profile, not " + config.cost());
    }
  }
}
