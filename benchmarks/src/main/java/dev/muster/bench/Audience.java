package dev.muster.bench;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;

/** Clients of one user straight at one gateway, which note when they hear of a task first. */
final class Audience implements AutoCloseable {
  private static final int LOOPS = 2;
  private static final int MILLIS_BETWEEN = 3;
  private static final String TASK_ID = "\"task_id\":\"";
  private static final int ID_LENGTH = 36;

  private final Vertx vertx =
      Vertx.vertx(
          new VertxOptions()
              .setEventLoopPoolSize(LOOPS)
              .setWorkerPoolSize(1)
              .setInternalBlockingPoolSize(2));
  private final WebSocketClient client =
      vertx.createWebSocketClient(new WebSocketClientOptions().setMaxConnections(20_000));
  private final URI gateway;
  private final String token;
  private final int size;
  private final CountDownLatch absent;
  private final Map<String, News> news = new ConcurrentHashMap<>();

  /**
   * @param token the user's
   */
  Audience(String gatewayUrl, String token, int size) {
    this.gateway = URI.create(gatewayUrl);
    this.token = token;
    this.size = size;
    this.absent = new CountDownLatch(size);
  }

  /** All are let in at the end. */
  void come(Duration within) throws InterruptedException {
    for (int i = 0; i < size; i++) {
      int number = i;
      // A timer of a thread without a context gets a context of its own, the loops in turn.
      var unused = vertx.setTimer(1 + (long) MILLIS_BETWEEN * i, timer -> connect(number));
    }
    if (!absent.await(within.toSeconds(), TimeUnit.SECONDS)) {
      throw new IllegalStateException(absent.getCount() + " clients were not let in");
    }
  }

  /** When the last of them heard of the task, as {@link System#nanoTime}. */
  long awaitAll(String taskId, Duration within) throws InterruptedException {
    News about = about(taskId);
    if (!about.missing.await(within.toSeconds(), TimeUnit.SECONDS)) {
      throw new IllegalStateException(about.missing.getCount() + " clients did not hear of a task");
    }
    return about.last.get();
  }

  private void connect(int number) {
    client
        .connect(
            new WebSocketConnectOptions()
                .setHost(gateway.getHost())
                .setPort(gateway.getPort())
                .setURI("/ws")
                .addHeader("Authorization", "Bearer " + token))
        .onSuccess(socket -> socket.textMessageHandler(text -> heard(number, text)));
  }

  private void heard(int number, String text) {
    int at = text.indexOf(TASK_ID);
    if (at >= 0) {
      int begin = at + TASK_ID.length();
      about(text.substring(begin, begin + ID_LENGTH)).reached(number, System.nanoTime());
    } else if (text.contains("\"auth/ok\"")) {
      absent.countDown();
    }
  }

  private News about(String taskId) {
    return news.computeIfAbsent(taskId, id -> new News(size));
  }

  @Override
  public void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  /** Of one task; the first frame at each client counts. */
  private static final class News {
    private final AtomicIntegerArray frames;
    private final CountDownLatch missing;
    private final AtomicLong last = new AtomicLong(Long.MIN_VALUE);

    News(int clients) {
      frames = new AtomicIntegerArray(clients);
      missing = new CountDownLatch(clients);
    }

    void reached(int client, long nanos) {
      if (frames.getAndIncrement(client) == 0) {
        long unused = last.accumulateAndGet(nanos, Math::max);
        missing.countDown();
      }
    }
  }
}
