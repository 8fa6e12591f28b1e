package dev.muster.bench;

import dev.muster.event.AgentPresence;
import dev.muster.event.GatewayEntry;
import dev.muster.event.RedisNames;
import dev.muster.id.Ids;
import dev.muster.wire.AgentCommand;
import dev.muster.wire.AttemptRef;
import dev.muster.wire.FrameCodec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * The gateway's share of a dispatch: from just before the XADD to its stream, as task-service does
 * it, to the {@code dispatch_task} frame at the agent, which is connected straight to the gateway.
 * One at a time, first 3,000 without a pause to warm up, then 20 a second, then without a pause
 * again. Command: {@code ./muster bench dispatch [--seconds n]}; n for each pace.
 */
final class DispatchBenchmark implements Benchmark {
  private static final int WARM_UP = 3_000;

  /** One agent acknowledges more a second than it may send otherwise. */
  private static final Map<String, String> UNHURRIED =
      Map.of(
          "MUSTER_GATEWAY_INBOUND_FRAMES_PER_SECOND", "1000000",
          "MUSTER_GATEWAY_INBOUND_BURST", "1000000");

  private static final Duration PAUSE = Duration.ofMillis(50);
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  @Override
  public String about() {
    return "milliseconds from the entry in a gateway's stream to the frame at the agent";
  }

  @Override
  public void run(Options options, Report report) throws Exception {
    report.progress("starting the platform");
    try (GatewayStand stand = GatewayStand.start(options, UNHURRIED)) {
      BulkAgents made = BulkAgents.make(stand.platform(), 1);
      BlockingQueue<Arrival> arrivals = new ArrayBlockingQueue<>(16);
      try (Swarm swarm =
              new Swarm(
                  stand.gateway().url(),
                  made.ids(),
                  made.token(),
                  (agent, frame, at) -> {
                    if (frame.message() instanceof AgentCommand.DispatchTask) {
                      arrivals.add(new Arrival(frame.messageId(), at));
                    }
                  });
          RedisLoad redis =
              new RedisLoad(stand.platform().redis().port(), stand.platform().redisPassword())) {
        swarm.come(Duration.ofMillis(100), PATIENCE);
        Sender sender = new Sender(redis, made, arrivals);
        report.progress(WARM_UP + " entries to warm up");
        for (int i = 0; i < WARM_UP; i++) {
          sender.hop();
        }
        Samples paced = new Samples();
        report.progress("20 a second");
        for (long end = end(options); System.nanoTime() < end; ) {
          paced.add(sender.hop());
          TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis());
        }
        Samples busy = new Samples();
        report.progress("without a pause");
        for (long end = end(options); System.nanoTime() < end; ) {
          busy.add(sender.hop());
        }
        report.atMost("gateway_hop_p50_ms", paced.percentile(50), "ms", 1);
        report.figure("gateway_hop_p99_ms", paced.percentile(99), "ms");
        report.figure("busy_hop_p50_ms", busy.percentile(50), "ms");
        report.figure("busy_hop_p99_ms", busy.percentile(99), "ms");
        report.figure("dispatches", paced.count() + busy.count(), "count");
      }
    }
  }

  private static long end(Options options) {
    return System.nanoTime() + options.length().toNanos();
  }

  private record Arrival(String messageId, long nanos) {}

  /** Writes as task-service does. */
  private static final class Sender {
    private final RedisLoad redis;
    private final BulkAgents agents;
    private final BlockingQueue<Arrival> arrivals;
    private final String stream;

    Sender(RedisLoad redis, BulkAgents agents, BlockingQueue<Arrival> arrivals) throws Exception {
      this.redis = redis;
      this.agents = agents;
      this.arrivals = arrivals;
      String presence = redis.ask("GET", RedisNames.presence(agents.ids().getFirst()));
      this.stream = RedisNames.gateway(AgentPresence.parse(presence).gatewayId());
    }

    /** Milliseconds of one. */
    double hop() throws Exception {
      GatewayEntry entry = entry();
      List<String> words = new ArrayList<>(List.of("XADD", stream, "*"));
      entry.fields().forEach((name, value) -> words.addAll(List.of(name, value)));
      String[] command = words.toArray(String[]::new);
      long began = System.nanoTime();
      redis.ask(command);
      Arrival arrival = arrivals.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      if (arrival == null || !arrival.messageId().equals(entry.messageId())) {
        throw new IllegalStateException("the dispatch did not arrive");
      }
      return (arrival.nanos() - began) / 1e6;
    }

    private GatewayEntry entry() {
      AgentCommand.DispatchTask dispatch =
          new AgentCommand.DispatchTask(
              new AttemptRef(Ids.next(), Ids.next().toString(), 1),
              "process",
              FrameCodec.JSON.createObjectNode().put("script", "make test"),
              3_600_000,
              15_000,
              "run",
              null,
              Map.of(),
              5_000);
      return new GatewayEntry(
          dispatch.kind(),
          agents.ids().getFirst(),
          null,
          Ids.next().toString(),
          FrameCodec.payload(dispatch).toString(),
          Map.of());
    }
  }
}
