package dev.muster.bench;

import dev.muster.wire.Ack;
import dev.muster.wire.AgentCommand;
import dev.muster.wire.AgentMessage;
import dev.muster.wire.AgentSignal;
import dev.muster.wire.Frame;
import dev.muster.wire.FrameCodec;
import dev.muster.wire.FrameException;
import dev.muster.wire.RetryHint;
import io.vertx.core.Context;
import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.http.WebSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/**
 * One agent of a {@link Swarm}: as light as it can be and yet correct. It registers, acknowledges
 * what it is sent, beats, and comes back after every end: when the server says when, then, else
 * after a jittered wait that grows. Everything happens on its one event loop.
 */
final class SwarmAgent {
  private static final Duration QUICK = Duration.ofMillis(500);
  private static final Duration LONGEST = Duration.ofSeconds(60);

  private final Swarm swarm;
  private final UUID id;
  private volatile Context owner;
  private WebSocket socket;
  private boolean online;
  private int failures;
  private long beat;

  SwarmAgent(Swarm swarm, UUID id) {
    this.swarm = swarm;
    this.id = id;
  }

  UUID id() {
    return id;
  }

  /** On the event loop that is to own it. */
  void connect() {
    if (swarm.isClosing()) {
      return;
    }
    owner = swarm.vertx().getOrCreateContext();
    swarm
        .connect(id)
        .onSuccess(this::opened)
        .onFailure(
            failure ->
                again(
                    failure instanceof UpgradeRejectedException refused
                        ? RetryHint.ofHeaders(name -> refused.getHeaders().get(name))
                        : Optional.empty()));
  }

  /** On its event loop. Returns the frame's name; what can't be sent is lost. */
  String send(AgentMessage message) {
    Frame<AgentMessage> frame = Frame.of(message);
    if (socket != null && !socket.isClosed()) {
      var unused = socket.writeTextMessage(FrameCodec.write(frame));
    }
    return frame.messageId();
  }

  /** From any thread. */
  void run(Runnable work) {
    owner.runOnContext(ignored -> work.run());
  }

  private void opened(WebSocket opened) {
    socket = opened;
    opened.textMessageHandler(this::receive);
    opened.closeHandler(
        ignored -> {
          offline();
          again(RetryHint.of(opened.closeReason()));
        });
    send(
        new AgentSignal.Register(
            "bench", swarm.capabilities(), swarm.slots(), Map.of(), "bench", List.of()));
  }

  private void receive(String text) {
    long at = System.nanoTime();
    Frame<AgentCommand> frame;
    try {
      frame = FrameCodec.readCommand(text).orElseThrow();
    } catch (FrameException e) {
      throw new IllegalStateException(e);
    }
    if (!(frame.message() instanceof Ack)) {
      send(Ack.ok(frame.messageId()));
    }
    if (frame.message() instanceof AgentCommand.Registered registered && !online) {
      online = true;
      failures = 0;
      swarm.came();
      long period = registered.heartbeatIntervalMs();
      beat =
          swarm
              .vertx()
              .setPeriodic(
                  1 + ThreadLocalRandom.current().nextLong(period), period, timer -> beat());
    }
    swarm.heard(this, frame, at);
  }

  private void beat() {
    send(new AgentSignal.Heartbeat(12.5, 40.0, 0, swarm.slots()));
  }

  private void offline() {
    if (online) {
      online = false;
      swarm.vertx().cancelTimer(beat);
      swarm.left();
    }
  }

  private void again(Optional<Duration> hint) {
    if (!swarm.isClosing()) {
      long wait = hint.orElseGet(this::backoff).toMillis();
      var unused = swarm.vertx().setTimer(Math.max(1, wait), timer -> connect());
    }
  }

  private Duration backoff() {
    long bound = Math.min(LONGEST.toMillis(), QUICK.toMillis() << Math.min(failures++, 16));
    return Duration.ofMillis(ThreadLocalRandom.current().nextLong(bound + 1));
  }
}
