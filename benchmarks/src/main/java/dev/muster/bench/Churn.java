package dev.muster.bench;

import dev.muster.conformance.peer.AgentPeer;
import dev.muster.conformance.raw.RawFrame;
import dev.muster.conformance.raw.RawSocket;
import dev.muster.conformance.raw.Upgrade;
import dev.muster.id.Ids;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * Guests of a gateway that come all the time and leave in every way there is: politely, by a cut
 * connection, by falling silent, and users who don't read what they are sent.
 */
final class Churn implements AutoCloseable {
  private static final int AT_ONCE = 40;
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration SLOW_READER_STAYS = Duration.ofSeconds(10);
  private static final String GOODBYE = "{\"reason\":\"churn\"}";

  /** How a guest leaves. */
  enum Way {
    POLITE,
    CUT,
    SILENT,
    SLOW_READER
  }

  private final String gateway;
  private final List<UUID> agents;
  private final String agentToken;
  private final String userToken;
  private final CountDownLatch end = new CountDownLatch(1);
  private final Map<Way, LongAdder> left = new ConcurrentHashMap<>();
  private final Map<Way, LongAdder> failed = new ConcurrentHashMap<>();
  private final ExecutorService guests = Executors.newVirtualThreadPerTaskExecutor();

  /**
   * @param agents whom nobody else plays, at least {@value #AT_ONCE}
   */
  Churn(String gatewayUrl, List<UUID> agents, String agentToken, String userToken) {
    this.gateway = gatewayUrl.replaceFirst("^http", "ws");
    this.agents = agents;
    this.agentToken = agentToken;
    this.userToken = userToken;
    for (int i = 0; i < AT_ONCE; i++) {
      int number = i;
      var unused = guests.submit(() -> run(number));
    }
  }

  int left(Way way) {
    return left.getOrDefault(way, new LongAdder()).intValue();
  }

  /** Guests that weren't served as they should be. */
  int failed(Way way) {
    return failed.getOrDefault(way, new LongAdder()).intValue();
  }

  private void run(int number) {
    for (int turn = number; !isOver(); turn++) {
      // An agent comes back after all others had their turn.
      UUID agent = agents.get(number + AT_ONCE * (turn % (agents.size() / AT_ONCE)));
      Way way = Way.values()[turn % Way.values().length];
      try {
        visit(way, agent);
        left.computeIfAbsent(way, each -> new LongAdder()).increment();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      } catch (IOException | RuntimeException e) {
        if (!isOver()) {
          failed.computeIfAbsent(way, each -> new LongAdder()).increment();
        }
      }
    }
  }

  private void visit(Way way, UUID agent) throws IOException, InterruptedException {
    URI agentUrl = URI.create(gateway + "/ws/agent/" + agent);
    URI url = way == Way.SLOW_READER ? URI.create(gateway + "/ws") : agentUrl;
    try (RawSocket socket = RawSocket.connect(url, PATIENCE)) {
      Upgrade request =
          way == Way.SLOW_READER
              ? new Upgrade(url).with("Authorization", "Bearer " + userToken)
              : new Upgrade(url).with("Sec-WebSocket-Protocol", "agent-token, " + agentToken);
      if (socket.upgrade(request).status() != 101) {
        throw new IOException("not let in");
      }
      switch (way) {
        case POLITE -> {
          say(socket, "agent_register", AgentPeer.REGISTER);
          stay(Duration.ofMillis(ThreadLocalRandom.current().nextLong(1_000)));
          say(socket, "agent_goodbye", GOODBYE);
          socket.send(RawFrame.close(1000, ""));
          readToTheEnd(socket);
        }
        case CUT -> {
          say(socket, "agent_register", AgentPeer.REGISTER);
          stay(Duration.ofMillis(ThreadLocalRandom.current().nextLong(1_000)));
          socket.reset();
        }
        case SILENT -> {
          say(socket, "agent_register", AgentPeer.REGISTER);
          readToTheEnd(socket);
        }
        case SLOW_READER -> stay(SLOW_READER_STAYS);
      }
    }
  }

  private static void say(RawSocket socket, String kind, String payload) throws IOException {
    String id = Ids.next().toString();
    socket.send(RawFrame.text(AgentPeer.frame(id, kind, payload)));
  }

  private static void readToTheEnd(RawSocket socket) throws IOException {
    while (socket.next().isPresent()) {
      // Whatever it is.
    }
  }

  private void stay(Duration time) throws InterruptedException {
    boolean unused = end.await(time.toMillis(), TimeUnit.MILLISECONDS);
  }

  private boolean isOver() {
    return end.getCount() == 0;
  }

  /** Ends when the last guest has left. */
  @Override
  public void close() {
    end.countDown();
    guests.close();
  }
}
