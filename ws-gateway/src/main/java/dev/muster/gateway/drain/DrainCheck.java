package dev.muster.gateway.drain;

import dev.muster.gateway.socket.Capacity;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** A gateway that drains takes no new connection. */
@Readiness
class DrainCheck implements HealthCheck {
  private final Capacity capacity;

  @Inject
  DrainCheck(Capacity capacity) {
    this.capacity = capacity;
  }

  @Override
  public HealthCheckResponse call() {
    return HealthCheckResponse.named("accepting").status(!capacity.isDraining()).build();
  }
}
