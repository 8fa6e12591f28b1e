package dev.muster.tasks.controlplane;

import dev.muster.kit.redis.Backoff;
import dev.muster.kit.redis.StopSignal;
import java.sql.SQLException;
import java.time.Duration;
import org.jboss.logging.Logger;

/**
 * Does the same again and again as long as it is this process's turn, with growing pauses while it
 * goes wrong. A complaint is logged when it is a new one.
 */
final class PlaneLoop {
  private static final Logger LOG = Logger.getLogger(PlaneLoop.class);
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration STOP_WITHIN = Duration.ofSeconds(5);

  private final String name;
  private final Lease lease;
  private final Duration interval;
  private final PlaneMetrics metrics;
  private final Round round;
  private final Backoff backoff;
  private final StopSignal stop = new StopSignal();
  private final Thread thread;
  private String complaint = "";

  /** One time; answers the pause until the next. */
  interface Round {
    Duration run() throws SQLException;
  }

  PlaneLoop(
      String name, Lease lease, ControlPlaneConfig config, PlaneMetrics metrics, Round round) {
    this.name = name;
    this.lease = lease;
    this.interval = config.interval();
    this.metrics = metrics;
    this.round = round;
    Duration longest = config.longestPause();
    this.backoff = new Backoff(longest.compareTo(FIRST_PAUSE) < 0 ? longest : FIRST_PAUSE, longest);
    this.thread = Thread.ofVirtual().name(name).unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  private void run() {
    while (!stop.isGiven()) {
      stop.pause(once());
    }
  }

  private Duration once() {
    try {
      Duration pause = lease.hold() ? round.run() : interval;
      if (!complaint.isEmpty()) {
        LOG.infof("%s: works again", name);
        complaint = "";
      }
      backoff.reset();
      return pause;
    } catch (PlaneAwayException e) {
      Duration pause = backoff.next();
      complain("the control plane " + e.getMessage());
      return e.retryAfter().filter(wished -> wished.compareTo(pause) > 0).orElse(pause);
    } catch (PlaneRefusedException e) {
      complain("the control plane " + e.getMessage());
      return backoff.next();
    } catch (SQLException | RuntimeException e) {
      complain(String.valueOf(e.getMessage()));
      return backoff.next();
    }
  }

  private void complain(String now) {
    metrics.failed();
    if (!now.equals(complaint) && !stop.isGiven()) {
      LOG.warnf("%s: %s", name, now);
      complaint = now;
    }
  }

  void end() {
    stop.give();
    StopSignal.awaitEnd(name, STOP_WITHIN, thread);
  }
}
