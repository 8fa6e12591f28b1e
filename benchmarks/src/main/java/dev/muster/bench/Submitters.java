package dev.muster.bench;

import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Clients, each with its own connection, straight at task-service. Each submits its next task when
 * its last one is answered, as long as not too many are under way; else when one of those has
 * ended.
 */
final class Submitters {
  private static final long PAUSE_MS = 50;

  private final Vertx vertx;
  private final NetClient client;
  private final Tally tally;
  private final Queue<One> idle = new ConcurrentLinkedQueue<>();
  private volatile boolean working;
  private volatile Pace pace = Pace.FULL;

  Submitters(Vertx vertx, Tally tally) {
    this.vertx = vertx;
    this.client = vertx.createNetClient(new NetClientOptions().setTcpNoDelay(true));
    this.tally = tally;
  }

  void connect(URI taskService, String token, int clients, Duration within)
      throws InterruptedException {
    CountDownLatch missing = new CountDownLatch(clients);
    for (int i = 0; i < clients; i++) {
      // A timer of a thread without a context gets a context of its own, the loops in turn.
      var unused =
          vertx.setTimer(
              1,
              timer ->
                  HttpLink.open(vertx, client, taskService, HttpLink.bearer(token))
                      .onSuccess(
                          link -> {
                            idle.add(new One(link));
                            missing.countDown();
                          }));
    }
    if (!missing.await(within.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new IllegalStateException("task-service took no connection");
    }
  }

  void begin(Pace wanted) {
    pace = wanted;
    working = true;
    for (One each; (each = idle.poll()) != null; ) {
      each.link.run(each::next);
    }
  }

  /** Returns at once; what is under way is answered later. */
  void end() {
    working = false;
  }

  /** A task has ended. */
  void freed() {
    if (working) {
      One each = idle.poll();
      if (each != null) {
        each.link.run(each::next);
      }
    }
  }

  private final class One {
    private final HttpLink link;

    One(HttpLink link) {
      this.link = link;
    }

    void next() {
      if (!working || !tally.tryOpen(pace.mostOpen())) {
        idle.add(this);
        if (working && tally.open() < pace.mostOpen()) {
          // A place got free before this one was in the queue.
          freed();
        }
      } else if (pace.gap().isZero()) {
        submit();
      } else {
        var unused = vertx.setTimer(pace.gap().toMillis(), timer -> submitLater());
      }
    }

    private void submitLater() {
      if (working) {
        submit();
      } else {
        tally.notOpened();
        idle.add(this);
      }
    }

    private void submit() {
      long since = System.nanoTime();
      link.post(
          "/api/v1/tasks", "application/json", body(since), answer -> answered(since, answer));
    }

    private void answered(long since, HttpAnswer answer) {
      if (answer.ok()) {
        tally.accepted(since, answer.body());
        next();
      } else {
        tally.refused();
        if (answer.status() != 0) {
          var unused = vertx.setTimer(PAUSE_MS, timer -> next());
        }
      }
    }
  }

  private static byte[] body(long since) {
    String text =
        "{\"type\":\"bench\",\"capabilities\":[\"bench\"],\"input\":{\"since\":" + since + "}}";
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
