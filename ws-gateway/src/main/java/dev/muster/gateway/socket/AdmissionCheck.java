package dev.muster.gateway.socket;

import dev.muster.gateway.GatewayMetrics;
import io.quarkus.websockets.next.HttpUpgradeCheck;
import io.quarkus.websockets.next.UserData;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.Priority;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/**
 * The first look at whoever wants a socket, before anybody else is asked about them: 503 while this
 * gateway drains, and when too many come at once. A browser can't read a status, so a client that
 * comes at such a moment is let in to be closed.
 */
@Singleton
@Priority(1_000)
public class AdmissionCheck implements HttpUpgradeCheck {
  /** The endpoint whose peers are told after the upgrade. */
  public static final String CLIENTS = "client";

  private static final UserData.TypedKey<Boolean> TURNED_AWAY =
      UserData.TypedKey.forBoolean("muster.turned_away");

  private final Admissions admissions;
  private final Capacity capacity;
  private final GatewayMetrics metrics;

  @Inject
  public AdmissionCheck(Admissions admissions, Capacity capacity, GatewayMetrics metrics) {
    this.admissions = admissions;
    this.capacity = capacity;
    this.metrics = metrics;
  }

  /** Whether the socket that comes of this upgrade is to be closed at once. */
  public static boolean isTurnedAway(HttpUpgradeContext context) {
    return Boolean.TRUE.equals(context.userData().get(TURNED_AWAY));
  }

  @Override
  public Uni<CheckResult> perform(HttpUpgradeContext context) {
    if (capacity.isDraining()) {
      return CheckResult.rejectUpgrade(503, admissions.headers());
    }
    if (admissions.admit()) {
      return CheckResult.permitUpgrade();
    }
    metrics.notAdmitted(context.endpointId());
    if (!context.endpointId().equals(CLIENTS)) {
      return CheckResult.rejectUpgrade(503, admissions.headers());
    }
    context.userData().put(TURNED_AWAY, true);
    return CheckResult.permitUpgrade();
  }
}
