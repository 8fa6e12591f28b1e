package dev.muster.bench;

import dev.muster.platform.api.Api;
import java.net.URI;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * Whether a gateway holds on to anything of those who have left. Twenty agents stay and do 40 tasks
 * a second for users of whom twenty watch; meanwhile forty guests at a time come and leave ({@link
 * Churn}): agents that say goodbye, whose connection is cut, that fall silent, and users who read
 * nothing. What the gateway holds (live heap, sockets, threads) is compared before and after, each
 * while only those who stay are there.
 *
 * <p>{@code heap_growth_kib}: live objects after, less those before; a warm-up of a quarter of the
 * time (two minutes at most) comes first, in which every bounded memory fills. {@code tasks_lost}:
 * accepted and not done at the end. Command: {@code ./muster bench soak --seconds 600}; n is the
 * length of the churn.
 */
final class SoakBenchmark implements Benchmark {
  private static final int AGENTS = 20;
  private static final int GUESTS = 400;
  private static final int WATCHERS = 20;
  private static final int TASKS_PER_SECOND = 40;
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Duration LONGEST_WARM_UP = Duration.ofMinutes(2);
  private static final Duration REST = Duration.ofSeconds(10);
  private static final double HEAP_KIB = 2_048;

  private static final Map<String, String> SETTINGS =
      Map.of(
          "MUSTER_GATEWAY_HEARTBEAT_INTERVAL", "3s",
          "MUSTER_GATEWAY_HEARTBEAT_TIMEOUT", "10s");

  @Override
  public String about() {
    return "heap and sockets of a gateway before and after churn; --seconds 600 for the whole";
  }

  @Override
  public void run(Options options, Report report) throws Exception {
    report.progress("starting the platform");
    try (GatewayStand stand = GatewayStand.start(options, SETTINGS)) {
      Api user = stand.platform().accounts().admin();
      BulkAgents made = BulkAgents.make(stand.platform(), AGENTS + GUESTS);
      List<UUID> guests = made.ids().subList(AGENTS, AGENTS + GUESTS);
      String gateway = stand.gateway().url();
      try (Workforce work = new Workforce(user, TASKS_PER_SECOND);
          Swarm swarm = new Swarm(gateway, made.ids().subList(0, AGENTS), made.token(), work);
          Audience audience = new Audience(gateway, user.token(), WATCHERS)) {
        swarm.offer(List.of(Workforce.TYPE));
        swarm.come(Duration.ofSeconds(1), PATIENCE);
        audience.come(PATIENCE);
        work.begin();
        Duration warmUp = options.length().dividedBy(4);
        report.progress("warm-up");
        churn(report, stand, guests, made.token(), user, shorter(warmUp, LONGEST_WARM_UP), false);
        Vitals before = settled(stand, report, "before");
        report.progress("churn for " + options.length().toSeconds() + " s");
        churn(report, stand, guests, made.token(), user, options.length(), true);
        Vitals after = settled(stand, report, "after");
        report.atMost("heap_growth_kib", after.heapKib() - before.heapKib(), "KiB", HEAP_KIB);
        report.atMost("sockets_growth", after.sockets() - before.sockets(), "count", 0);
        report.figure("threads_growth", after.threads() - before.threads(), "count");
        report.atMost("agents_away", AGENTS - swarm.online(), "count", 0);
        work.stop();
        tasks(report, stand, work);
      }
    }
  }

  private static void churn(
      Report report,
      GatewayStand stand,
      List<UUID> guests,
      String token,
      Api user,
      Duration length,
      boolean told)
      throws InterruptedException {
    Churn churn = new Churn(stand.gateway().url(), guests, token, user.token());
    try (churn) {
      TimeUnit.MILLISECONDS.sleep(length.toMillis());
    }
    if (told) {
      for (Churn.Way way : Churn.Way.values()) {
        String name = way.name().toLowerCase(Locale.ROOT);
        report.figure("guests_" + name, churn.left(way), "count");
        report.atMost("guests_" + name + "_failed", churn.failed(way), "count", 0);
      }
    }
  }

  private static Vitals settled(GatewayStand stand, Report report, String when) throws Exception {
    TimeUnit.SECONDS.sleep(REST.toSeconds());
    Vitals vitals = Vitals.of(stand.gateway().pid(), URI.create(stand.gateway().url()).getPort());
    report.figure("heap_kib_" + when, vitals.heapKib(), "KiB");
    report.figure("sockets_" + when, vitals.sockets(), "count");
    report.figure("rss_mib_" + when, stand.rssKib() / 1024, "MiB");
    return vitals;
  }

  private static void tasks(Report report, GatewayStand stand, Workforce work)
      throws SQLException, InterruptedException {
    long until = System.nanoTime() + PATIENCE.toNanos();
    int unfinished = unfinished(stand);
    while (unfinished > 0 && System.nanoTime() < until) {
      TimeUnit.MILLISECONDS.sleep(200);
      unfinished = unfinished(stand);
    }
    report.figure("tasks_submitted", work.submitted(), "count");
    report.figure("results_sent", work.results(), "count");
    report.atMost("submits_failed", work.failed(), "count", 0);
    report.atMost("tasks_lost", unfinished, "count", 0);
  }

  private static int unfinished(GatewayStand stand) throws SQLException {
    try (Connection connection = stand.platform().postgres().connect("muster");
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery("select count(*) from task.task where status <> 'done'")) {
      row.next();
      return row.getInt(1);
    }
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
