package dev.muster.tasks.controlplane;

import dev.muster.tasks.controlplane.Acknowledgements.Answer;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** What goes to and fro between a control plane and this process. */
final class PlaneMetrics {
  private final Counter taken;
  private final Counter refused;
  private final Counter waiting;
  private final Counter told;
  private final Counter buried;
  private final Counter failures;
  private final AtomicInteger untold = new AtomicInteger();

  PlaneMetrics(MeterRegistry metrics, String scope, Lease lease) {
    this.taken = work(metrics, scope, "taken");
    this.refused = work(metrics, scope, "refused");
    this.waiting = work(metrics, scope, "waiting");
    this.told = reports(metrics, scope, "confirmed");
    this.buried = reports(metrics, scope, "dead");
    this.failures = metrics.counter("muster.control.plane.failures", "scope", scope);
    Gauge.builder("muster.control.plane.leader", lease, held -> held.isHeld() ? 1 : 0)
        .tag("scope", scope)
        .register(metrics);
    Gauge.builder("muster.control.plane.untold", untold, AtomicInteger::get)
        .tag("scope", scope)
        .register(metrics);
  }

  private static Counter work(MeterRegistry metrics, String scope, String answer) {
    return metrics.counter("muster.control.plane.work", "scope", scope, "answer", answer);
  }

  private static Counter reports(MeterRegistry metrics, String scope, String outcome) {
    return metrics.counter("muster.control.plane.reports", "scope", scope, "outcome", outcome);
  }

  void work(Optional<Answer> answer) {
    answer.map(each -> each.code() == 0 ? taken : refused).orElse(waiting).increment();
  }

  void untold(int tasks) {
    untold.set(tasks);
  }

  void told(int reports) {
    told.increment(reports);
  }

  void buried() {
    buried.increment();
  }

  void failed() {
    failures.increment();
  }
}
