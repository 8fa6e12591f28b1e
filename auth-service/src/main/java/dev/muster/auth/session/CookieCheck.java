package dev.muster.auth.session;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigUtils;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;

/** A session that anybody on the way can read must not reach production. */
class CookieCheck {
  void check(
      @Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) StartupEvent event,
      CookieConfig config) {
    require(config, ConfigUtils.isProfileActive("prod"));
  }

  static void require(CookieConfig config, boolean production) {
    if (production && !config.secure()) {
      throw new ConfigurationException("muster.cookie.secure must be true in the prod profile");
    }
  }
}
