package dev.muster.agent.session;

import dev.muster.agent.attempt.Attempts;
import dev.muster.agent.config.Secret;
import dev.muster.agent.credential.Credentials;
import dev.muster.agent.delivery.Courier;
import dev.muster.agent.host.HostLoad;
import dev.muster.wire.Ack;
import dev.muster.wire.AgentCommand;
import dev.muster.wire.AgentSignal;
import dev.muster.wire.Frame;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.logging.Logger;

/** One connection: registers, then serves until it is over. */
final class Session {
  private static final Logger LOG = Logger.getLogger("muster.session");
  private static final Duration CONNECT_WITHIN = Duration.ofSeconds(15);
  private static final Duration REGISTER_WITHIN = Duration.ofSeconds(30);
  private static final Duration LEAVE_WITHIN = Duration.ofSeconds(2);

  /** A ping goes with every heartbeat, so two unanswered ones are silence. */
  private static final int SILENT_INTERVALS = 3;

  private final Identity identity;
  private final Secret token;
  private final Attempts attempts;
  private final Courier courier;
  private final HostLoad load;
  private final CompletableFuture<Departure> over = new CompletableFuture<>();
  private final CompletableFuture<AgentCommand.Registered> registered = new CompletableFuture<>();
  private final Outbound outbound = new Outbound(over::complete);
  private final Inbound inbound;
  private final Rhythm rhythm = new Rhythm();
  private volatile String registration;
  private volatile WebSocket socket;

  Session(
      Identity identity,
      Credentials credentials,
      Attempts attempts,
      Courier courier,
      HostLoad load) {
    this.identity = identity;
    this.token = credentials.token();
    this.attempts = attempts;
    this.courier = courier;
    this.load = load;
    Commands commands =
        new Commands(
            attempts,
            this::acknowledged,
            ack -> outbound.send(ack),
            registered::complete,
            new TokenChange(
                credentials,
                token,
                outbound::send,
                () -> over.complete(new Departure.TokenReplaced())),
            new SettingsChange(rhythm::change));
    inbound = new Inbound(commands::handle, over::complete);
  }

  /** The token that this connection shows. */
  Secret token() {
    return token;
  }

  /**
   * Returns when the connection is over.
   *
   * @param welcomed runs when the server has taken the agent in
   */
  Departure serve(WebSocket.Builder builder, Runnable welcomed) throws InterruptedException {
    try {
      socket =
          builder
              .connectTimeout(CONNECT_WITHIN)
              .subprotocols("agent-token", token.value())
              .buildAsync(identity.socket(), inbound)
              .get(CONNECT_WITHIN.toMillis() + 1_000, TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      return Reasons.departure(e);
    } catch (TimeoutException _) {
      return new Departure.Lost("the server doesn't answer");
    }
    outbound.start(socket);
    try {
      return register(welcomed);
    } finally {
      courier.detach(outbound);
      outbound.stop();
      socket.abort();
    }
  }

  private Departure register(Runnable welcomed) throws InterruptedException {
    Frame<AgentSignal> frame =
        Frame.of(
            new AgentSignal.Register(
                identity.version(),
                identity.capabilities(),
                identity.slots(),
                identity.labels(),
                identity.machineId(),
                attempts.running()));
    registration = frame.messageId();
    attempts.nobodyWatches();
    outbound.send(frame, () -> {});
    try {
      var unused =
          CompletableFuture.anyOf(registered, over)
              .get(REGISTER_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    } catch (TimeoutException _) {
      return new Departure.NotRegistered("no answer");
    }
    if (!registered.isDone()) {
      return over.join();
    }
    AgentCommand.Registered answer = registered.join();
    attempts.limits(answer.limits());
    attempts.abandon(answer.abandon());
    courier.attach(outbound, answer.resend());
    welcomed.run();
    LOG.info(() -> "Connected to " + identity.socket() + " as session " + answer.sessionId());
    rhythm.begin(answer.heartbeatIntervalMs());
    return beat();
  }

  private void acknowledged(Ack ack) {
    if (!ack.messageId().equals(registration)) {
      courier.acknowledged(ack);
    } else if (!ack.accepted()) {
      over.complete(new Departure.NotRegistered(ack.code() + " " + ack.message()));
    }
  }

  private Departure beat() throws InterruptedException {
    var unused = over.thenRun(rhythm::wake);
    while (!over.isDone()) {
      heartbeat();
      rhythm.await();
      long silentMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - inbound.heardAt());
      if (!over.isDone() && silentMs > SILENT_INTERVALS * rhythm.intervalMs()) {
        return new Departure.Lost("the server has been silent for " + silentMs + " ms");
      }
    }
    return over.join();
  }

  /** May be called between the regular ones, when the free slots have changed for good. */
  void heartbeat() {
    outbound.send(
        new AgentSignal.Heartbeat(
            load.cpuPercent(),
            load.memoryPercent(),
            attempts.occupiedSlots(),
            attempts.freeSlots()));
    WebSocket open = socket;
    if (open != null) {
      var unused = open.sendPing(ByteBuffer.allocate(0));
    }
  }

  void end() {
    over.complete(new Departure.Lost("this agent leaves"));
  }

  /** Says goodbye, so that the server doesn't wait for this agent, and closes. */
  void leave(String reason) throws InterruptedException {
    if (!registered.isDone() || over.isDone()) {
      return;
    }
    CompletableFuture<Void> heard = new CompletableFuture<>();
    courier.post(Frame.of(new AgentSignal.Goodbye(reason)), _ -> heard.complete(null));
    try {
      var unused = heard.get(LEAVE_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
      var closing = socket.sendClose(WebSocket.NORMAL_CLOSURE, reason);
      var closed = closing.get(LEAVE_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
      closed.abort();
    } catch (ExecutionException | TimeoutException _) {
      LOG.info("The server didn't answer the goodbye");
    }
  }
}
