package dev.muster.bench;

import dev.muster.platform.api.Api;
import dev.muster.wire.Ack;
import dev.muster.wire.AgentCommand;
import dev.muster.wire.AgentSignal;
import dev.muster.wire.AttemptRef;
import dev.muster.wire.Frame;
import dev.muster.wire.LogContent;
import dev.muster.wire.LogStream;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What a message of an agent costs the gateway: from the frame to the stream, and from
 * task-service's receipt, after the commit, to the ACK. Fifty agents run a task each and keep eight
 * messages unacknowledged, straight to the gateway: pieces of output, then progress. The figure is
 * the CPU of the gateway's process, user and system, by messages acknowledged; both ends' share of
 * the two cores decides how many that are. Command: {@code ./muster bench echo [--seconds n]}; n
 * for each kind of message, after 20 s to warm up.
 */
final class EchoBenchmark implements Benchmark {
  private static final int AGENTS = 50;
  private static final int WINDOW = 8;
  private static final Duration WARM_UP = Duration.ofSeconds(20);
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final LogContent LINE =
      LogContent.of("[12:00:00] compiling module 17 of 240: nothing to do\n");

  @Override
  public String about() {
    return "gateway CPU microseconds per message of an agent, to the stream and back as an ACK";
  }

  @Override
  public void run(Options options, Report report) throws Exception {
    report.progress("starting the platform");
    try (GatewayStand stand = GatewayStand.start(options, Map.of())) {
      BulkAgents made = BulkAgents.make(stand.platform(), AGENTS);
      Talk talk = new Talk();
      try (Swarm swarm = new Swarm(stand.gateway().url(), made.ids(), made.token(), talk::heard)) {
        swarm.come(Duration.ofSeconds(1), PATIENCE);
        Api admin = stand.platform().accounts().admin();
        for (UUID id : made.ids()) {
          Api.Answer answer =
              admin.post(
                  "/api/tasks",
                  Map.of("type", "echo", "agent_id", id.toString(), "input", Map.of()));
          if (!answer.ok()) {
            throw new IllegalStateException("submit failed: " + answer.failure());
          }
        }
        talk.awaitTalkers(AGENTS);
        measure(options, report, stand, talk, "log", 40);
        measure(options, report, stand, talk, "progress", 40);
        report.figure("messages_refused", talk.refused.get(), "count");
      }
    }
  }

  private static void measure(
      Options options, Report report, GatewayStand stand, Talk talk, String kind, double target)
      throws InterruptedException {
    report.progress(kind + ", " + WARM_UP.toSeconds() + " s to warm up");
    talk.about(kind);
    TimeUnit.SECONDS.sleep(WARM_UP.toSeconds());
    talk.latency = new Samples();
    Samples latency = talk.latency;
    double before = stand.cpuSeconds();
    long began = System.nanoTime();
    TimeUnit.MILLISECONDS.sleep(options.length().toMillis());
    double cpu = stand.cpuSeconds() - before;
    double seconds = (System.nanoTime() - began) / 1e9;
    int count = latency.count();
    String prefix = kind.equals("log") ? "" : kind + "_";
    report.atMost(prefix + "gateway_cpu_us_per_message", 1e6 * cpu / count, "us", target);
    report.figure(prefix + "messages_per_s", count / seconds, "1/s");
    report.figure(prefix + "ack_p50_ms", latency.percentile(50), "ms");
    report.figure(prefix + "ack_p99_ms", latency.percentile(99), "ms");
  }

  /** Everybody's conversation. */
  private static final class Talk {
    private final Map<UUID, Talker> talkers = new ConcurrentHashMap<>();
    private final AtomicInteger refused = new AtomicInteger();
    private volatile Samples latency = new Samples();
    private volatile String kind = "log";
    private volatile boolean begun;

    void heard(SwarmAgent agent, Frame<AgentCommand> frame, long at) {
      switch (frame.message()) {
        case AgentCommand.DispatchTask dispatch -> {
          agent.send(new AgentSignal.TaskAccept(dispatch.attempt()));
          talkers.putIfAbsent(agent.id(), new Talker(agent, dispatch.attempt()));
        }
        case Ack ack -> {
          Talker talker = talkers.get(agent.id());
          if (talker != null) {
            talker.acknowledged(ack, at, this);
          }
        }
        default -> {
          // Nothing else matters here.
        }
      }
    }

    void awaitTalkers(int count) throws InterruptedException {
      long until = System.nanoTime() + PATIENCE.toNanos();
      while (talkers.size() < count) {
        if (System.nanoTime() > until) {
          throw new IllegalStateException(talkers.size() + " of " + count + " tasks arrived");
        }
        TimeUnit.MILLISECONDS.sleep(20);
      }
    }

    void about(String wanted) {
      kind = wanted;
      if (!begun) {
        begun = true;
        talkers.values().forEach(each -> each.agent.run(() -> each.begin(this)));
      }
    }
  }

  /** One agent's share, on its event loop. */
  private static final class Talker {
    private final SwarmAgent agent;
    private final AttemptRef attempt;
    private final Map<String, Long> sent = new HashMap<>();
    private long offset;

    Talker(SwarmAgent agent, AttemptRef attempt) {
      this.agent = agent;
      this.attempt = attempt;
    }

    void begin(Talk talk) {
      for (int i = 0; i < WINDOW; i++) {
        say(talk);
      }
    }

    private void say(Talk talk) {
      AgentSignal signal;
      if (talk.kind.equals("log")) {
        signal = new AgentSignal.TaskLog(attempt, "run", LogStream.STDOUT, offset, LINE);
        offset += LINE.length();
      } else {
        signal = new AgentSignal.TaskProgress(attempt, 12.5, "compile", "module 17 of 240", null);
      }
      long at = System.nanoTime();
      sent.put(agent.send(signal), at);
    }

    void acknowledged(Ack ack, long at, Talk talk) {
      Long since = sent.remove(ack.messageId());
      if (since == null) {
        return;
      }
      if (ack.accepted()) {
        talk.latency.add((at - since) / 1e6);
      } else {
        talk.refused.incrementAndGet();
      }
      say(talk);
    }
  }
}
