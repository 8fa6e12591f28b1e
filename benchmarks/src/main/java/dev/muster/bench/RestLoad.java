package dev.muster.bench;

import dev.muster.platform.api.Api;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Users who go on working: twenty requests a second through the edge, lists and submits in turn.
 */
final class RestLoad implements AutoCloseable {
  private static final Duration BETWEEN = Duration.ofMillis(50);

  private final Api user;
  private final UUID absentAgent;
  private final Samples latency = new Samples();
  private final AtomicInteger errors = new AtomicInteger();
  private final CountDownLatch end = new CountDownLatch(1);
  private final Thread thread = new Thread(this::run, "rest-load");

  /**
   * @param absentAgent whom the tasks are for, so that they stay in the queue
   */
  RestLoad(Api user, UUID absentAgent) {
    this.user = user;
    this.absentAgent = absentAgent;
    thread.start();
  }

  Samples latency() {
    return latency;
  }

  /** Requests that failed or were refused. */
  int errors() {
    return errors.get();
  }

  private void run() {
    try {
      for (int i = 0; !end.await(BETWEEN.toMillis(), TimeUnit.MILLISECONDS); i++) {
        long began = System.nanoTime();
        if (!ask(i)) {
          errors.incrementAndGet();
        }
        latency.add((System.nanoTime() - began) / 1e6);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean ask(int number) throws InterruptedException {
    try {
      Api.Answer answer =
          switch (number % 3) {
            case 0 -> user.get("/api/v1/tasks?page_size=20");
            case 1 -> user.get("/api/v1/agents?page_size=20");
            default ->
                user.post(
                    "/api/tasks",
                    Map.of("type", "echo", "agent_id", absentAgent.toString(), "input", Map.of()));
          };
      return answer.ok();
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public void close() {
    end.countDown();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
