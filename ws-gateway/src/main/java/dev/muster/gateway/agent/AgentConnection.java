package dev.muster.gateway.agent;

import dev.muster.event.AgentPresence;
import dev.muster.event.UpstreamEntry;
import dev.muster.gateway.socket.SocketLink;
import dev.muster.gateway.socket.SocketSession;
import dev.muster.gateway.upstream.InFlight;
import dev.muster.internal.SessionOpen;
import dev.muster.kit.apikey.BoundKey;
import dev.muster.wire.CloseReason;
import io.netty.channel.EventLoop;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/** A session with its socket: what the session wants done is done here. */
final class AgentConnection implements AgentPort, SocketSession {
  private final UUID agentId;
  private final Optional<BoundKey> key;
  private final SocketLink link;
  private final AgentWorld world;
  private final InFlight inFlight;
  private AgentSession session;
  private boolean closed;
  private Neighbours neighbours;
  private long quietUntil;
  private volatile boolean registered;
  private volatile long epoch;

  AgentConnection(UUID agentId, Optional<BoundKey> key, SocketLink link, AgentWorld world) {
    this.agentId = agentId;
    this.key = key;
    this.link = link;
    this.world = world;
    this.inFlight = new InFlight(world.config().inFlight(), world.metrics());
  }

  void begin(AgentSession session) {
    this.session = session;
  }

  UUID agentId() {
    return agentId;
  }

  /** The API key that it depends on. */
  Optional<BoundKey> key() {
    return key;
  }

  /** Whether its session has been asked for, so that commands may come for it. */
  boolean isRegistered() {
    return registered;
  }

  /** 0 until the session is open. */
  long epoch() {
    return epoch;
  }

  /** From any thread. */
  void run(Consumer<AgentSession> work) {
    link.run(
        () -> {
          stir();
          work.accept(session);
        });
  }

  @Override
  public void text(String frame) {
    stir();
    session.text(frame);
  }

  @Override
  public void binary() {
    session.binary();
  }

  @Override
  public void close(CloseReason reason) {
    session.close(reason);
  }

  @Override
  public void gone() {
    session.gone();
  }

  EventLoop eventLoop() {
    return link.eventLoop();
  }

  /** Told when there is something to do. */
  void begin(Neighbours neighbours) {
    this.neighbours = neighbours;
  }

  void onItsLoop(Runnable work) {
    link.run(work);
  }

  /** Whether there is nothing left to do but to listen. */
  boolean isAtRestAfterTick(long now) {
    session.tick();
    long until = session.quietUntil();
    if (until > now) {
      quietUntil = until;
      return true;
    }
    return false;
  }

  void wakeIfDue(long now) {
    if (now >= quietUntil) {
      stir();
    }
  }

  private void stir() {
    if (quietUntil != 0) {
      quietUntil = 0;
      neighbours.stirred(this);
    }
  }

  @Override
  public void send(String kind, String frame) {
    if (!closed && !link.send(kind, frame)) {
      session.close(CloseReason.TOO_SLOW);
    }
  }

  @Override
  public void close(CloseReason reason, String sentence) {
    closed = true;
    link.close(reason, sentence);
  }

  @Override
  public void open(SessionOpen request) {
    registered = true;
    world
        .opener()
        .open(
            agentId,
            request,
            opened -> run(own -> own.opened(opened)),
            reason -> run(own -> own.notOpened(reason)));
  }

  @Override
  public void announce(long newEpoch) {
    epoch = newEpoch;
    world.notices().connected(agentId, newEpoch);
  }

  @Override
  public void forward(Lane lane, UpstreamEntry entry) {
    int size = entry.payload().length();
    if (!inFlight.begin(size)) {
      world.metrics().dropped("in_flight");
      if (inFlight.isOverdone()) {
        session.close(CloseReason.TRY_LATER);
      }
      return;
    }
    var unused =
        world
            .publisher()
            .add(lane.stream(), entry.fields())
            .whenComplete(
                (done, failure) -> {
                  if (failure == null) {
                    inFlight.confirmed(size);
                  } else {
                    inFlight.failed(size);
                    world.metrics().dropped("not_forwarded");
                  }
                });
  }

  @Override
  public void farewell(UpstreamEntry entry) {
    world.farewells().add(entry);
  }

  @Override
  public void present(AgentPresence presence) {
    if (!closed) {
      world.presences().write(agentId, presence);
    }
  }

  @Override
  public void absent(String sessionId, long lastHeartbeat) {
    world.presences().remove(agentId, sessionId, lastHeartbeat);
  }

  @Override
  public void fetchToken() {
    world
        .tokens()
        .fetch(agentId, offer -> run(own -> own.offered(offer)), () -> run(AgentSession::noOffer));
  }

  @Override
  public void deadLetter(DeadLetter letter) {
    world.deadLetters().add(letter);
  }
}
