package dev.muster.bench;

import dev.muster.wire.AgentCommand;
import dev.muster.wire.Frame;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Many agents on few threads, straight at one gateway: the edge would need two more sockets for
 * each, in this process.
 */
final class Swarm implements AutoCloseable {
  private static final int LOOPS = 2;

  /** Told of each frame of the server's, on the agent's event loop. */
  interface Ear {
    void heard(SwarmAgent agent, Frame<AgentCommand> frame, long nanos);
  }

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
  private final List<SwarmAgent> agents = new ArrayList<>();
  private final AtomicInteger online = new AtomicInteger();
  private final Ear ear;
  private volatile List<String> capabilities = List.of();
  private volatile int slots = 4;
  private volatile boolean closing;

  Swarm(String gatewayUrl, List<UUID> ids, String token, Ear ear) {
    this.gateway = URI.create(gatewayUrl);
    this.token = token;
    this.ear = ear;
    ids.forEach(id -> agents.add(new SwarmAgent(this, id)));
  }

  /** They come one after the other, evenly over that time, and all are online at the end. */
  void come(Duration over, Duration within) throws InterruptedException {
    long step = over.toMillis();
    for (int i = 0; i < agents.size(); i++) {
      SwarmAgent agent = agents.get(i);
      // A timer of a thread without a context gets a context of its own, the loops in turn.
      var unused = vertx.setTimer(1 + step * i / agents.size(), timer -> agent.connect());
    }
    awaitOnline(within);
  }

  /** What each says it can do; to be called before they come. */
  void offer(List<String> names) {
    capabilities = names;
  }

  /** The same, and how many tasks each takes at once. */
  void offer(int count, String name) {
    slots = count;
    capabilities = List.of(name);
  }

  int slots() {
    return slots;
  }

  List<String> capabilities() {
    return capabilities;
  }

  void awaitOnline(Duration within) throws InterruptedException {
    long until = System.nanoTime() + within.toNanos();
    while (online() < agents.size()) {
      if (System.nanoTime() > until) {
        throw new IllegalStateException(
            online()
                + " of "
                + agents.size()
                + " agents are online after "
                + within.toSeconds()
                + " s");
      }
      TimeUnit.MILLISECONDS.sleep(5);
    }
  }

  int online() {
    return online.get();
  }

  List<SwarmAgent> agents() {
    return agents;
  }

  Vertx vertx() {
    return vertx;
  }

  boolean isClosing() {
    return closing;
  }

  Future<WebSocket> connect(UUID id) {
    return client.connect(
        new WebSocketConnectOptions()
            .setHost(gateway.getHost())
            .setPort(gateway.getPort())
            .setURI("/ws/agent/" + id)
            .addSubProtocol("agent-token")
            .addSubProtocol(token));
  }

  void came() {
    online.incrementAndGet();
  }

  void left() {
    online.decrementAndGet();
  }

  void heard(SwarmAgent agent, Frame<AgentCommand> frame, long nanos) {
    ear.heard(agent, frame, nanos);
  }

  /** All leave at once, and none comes back. */
  @Override
  public void close() {
    closing = true;
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }
}
