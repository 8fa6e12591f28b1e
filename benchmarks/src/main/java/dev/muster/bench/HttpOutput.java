package dev.muster.bench;

import dev.muster.wire.AttemptRef;
import dev.muster.wire.FrameCodec;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Agents that post the output of a task that they hold, with the checksum of each piece. */
final class HttpOutput implements Output {
  private static final String MEMBERS =
      "{\"phase\":\"http\",\"checksum\":\""
          + Piece.checksum()
          + "\",\"content\":"
          + FrameCodec.JSON
              .getNodeFactory()
              .textNode(new String(Piece.bytes(), StandardCharsets.US_ASCII));

  private final Vertx vertx;
  private final NetClient client;
  private final URI taskService;
  private final String token;
  private final Collection<Talker> talkers = new ConcurrentLinkedQueue<>();
  private final AtomicInteger refused = new AtomicInteger();
  private final AtomicInteger unanswered = new AtomicInteger();
  private volatile boolean working;

  HttpOutput(Vertx vertx, URI taskService, String token) {
    this.vertx = vertx;
    this.client = vertx.createNetClient();
    this.taskService = taskService;
    this.token = token;
  }

  void connect(Map<UUID, AttemptRef> attempts, Duration within) throws InterruptedException {
    CountDownLatch missing = new CountDownLatch(attempts.size());
    attempts.forEach(
        (agent, attempt) ->
            vertx.setTimer(1, timer -> open(agent, attempt).onSuccess(l -> missing.countDown())));
    if (!missing.await(within.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new IllegalStateException("task-service took no connection");
    }
  }

  private Future<HttpLink> open(UUID agent, AttemptRef attempt) {
    String credentials =
        HttpLink.bearer(token)
            + "X-Agent-Id: "
            + agent
            + "\r\nX-Lease-Id: "
            + attempt.leaseId()
            + "\r\n";
    return HttpLink.open(vertx, client, taskService, credentials)
        .onSuccess(link -> talkers.add(new Talker(link, attempt.taskId())));
  }

  @Override
  public void begin() {
    working = true;
    talkers.forEach(each -> each.link.run(each::say));
  }

  @Override
  public void end(Duration within) throws InterruptedException {
    working = false;
    long until = System.nanoTime() + within.toNanos();
    while (unanswered.get() > 0 && System.nanoTime() < until) {
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }

  @Override
  public int refused() {
    return refused.get() + unanswered.get();
  }

  /** One agent, on its event loop. It ends with the first refusal. */
  private final class Talker {
    private final HttpLink link;
    private final String path;
    private long offset;

    Talker(HttpLink link, UUID task) {
      this.link = link;
      this.path = "/api/v1/agents/tasks/" + task + "/logs/chunk";
    }

    void say() {
      if (working) {
        unanswered.incrementAndGet();
        byte[] body = (MEMBERS + ",\"offset\":" + offset + "}").getBytes(StandardCharsets.US_ASCII);
        link.post(path, "application/json", body, this::answered);
      }
    }

    private void answered(HttpAnswer answer) {
      unanswered.decrementAndGet();
      if (answer.ok()) {
        offset += Piece.LENGTH;
        say();
      } else {
        refused.incrementAndGet();
      }
    }
  }
}
