package dev.muster.tasks.controlplane;

import com.fasterxml.jackson.databind.JsonNode;
import dev.muster.tasks.controlplane.Acknowledgements.Answer;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * One look for work. It is acknowledged once its tasks are committed; an acknowledgement that gets
 * lost is sent again with the next offer of the same.
 */
final class Look {
  private static final Logger LOG = Logger.getLogger(Look.class);

  private final PlaneClient plane;
  private final Intake intake;
  private final WorkLog log;
  private final ControlPlaneConfig config;
  private final PlaneMetrics metrics;

  Look(
      PlaneClient plane,
      Intake intake,
      WorkLog log,
      ControlPlaneConfig config,
      PlaneMetrics metrics) {
    this.plane = plane;
    this.intake = intake;
    this.log = log;
    this.config = config;
    this.metrics = metrics;
  }

  /** The pause until the next one: none when this one brought as much as it could. */
  Duration look() throws SQLException {
    tidy();
    Offer offer = plane.work();
    List<Answer> work = new ArrayList<>();
    int firsts = 0;
    for (JsonNode each : offer.work().stream().limit(config.most()).toList()) {
      Intake.Taken taken = intake.take(each);
      taken.answer().ifPresent(work::add);
      metrics.work(taken.answer());
      firsts += taken.first() ? 1 : 0;
    }
    if (work.size() < Math.min(offer.work().size(), config.most())) {
      LOG.warn("some work can't be taken now, and waits to be offered again");
    }
    List<Answer> cancels = new ArrayList<>();
    for (JsonNode each : offer.cancel().stream().limit(config.most()).toList()) {
      intake.cancel(each).ifPresent(cancels::add);
    }
    Acknowledgements answers = new Acknowledgements(config.scope(), work, cancels);
    boolean acknowledged = answers.isEmpty() || acknowledge(answers);
    boolean more = offer.work().size() >= config.most() && firsts > 0;
    return acknowledged && more ? Duration.ZERO : config.interval();
  }

  private void tidy() {
    for (String name : log.buryGone("its task is gone")) {
      LOG.errorf("nothing more is told of work %s: its task is gone", name);
      metrics.buried();
    }
    log.forgetOlderThan(config.remember());
  }

  private boolean acknowledge(Acknowledgements answers) {
    try {
      plane.acknowledge(answers);
      return true;
    } catch (PlaneRefusedException e) {
      // It will offer the same again, and get the same answer.
      LOG.warnf("the control plane doesn't take acknowledgements: %s", e.getMessage());
      return false;
    }
  }
}
