package dev.muster.auth.session;

import dev.muster.kit.secret.ProductionRule;
import jakarta.inject.Singleton;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.Config;

/** A session that anybody on the way can read must not reach production. */
@Singleton
class CookieRule implements ProductionRule {
  private static final String SECURE = "muster.cookie.secure";

  @Override
  public Stream<String> findings(Config config) {
    return config.getOptionalValue(SECURE, Boolean.class).filter(secure -> !secure).stream()
        .map(secure -> SECURE + " is false: cookies would travel in the clear");
  }
}
