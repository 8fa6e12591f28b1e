package dev.muster.kit.health;

import dev.muster.kit.token.Revocations;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Ready once the revocations have been read: before that every token is answered 503. Stays so
 * while auth-service is away later.
 */
@Readiness
@Singleton
class TokensCheckable implements HealthCheck {
  @Inject Revocations revocations;

  @Override
  public HealthCheckResponse call() {
    return HealthCheckResponse.named("tokens checkable").status(revocations.isKnown()).build();
  }
}
