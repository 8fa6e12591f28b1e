package dev.muster.gateway.agent;

import dev.muster.event.AgentPresence;
import dev.muster.event.UpstreamEntry;
import dev.muster.internal.SessionOpen;
import dev.muster.wire.Ack;
import dev.muster.wire.AgentCommand;
import dev.muster.wire.CloseReason;
import dev.muster.wire.Frame;
import dev.muster.wire.FrameCodec;
import dev.muster.wire.FrameException;
import java.util.ArrayList;
import java.util.List;

/** Keeps what a session did, in order. */
final class RecordedPort implements AgentPort {
  final List<Frame<AgentCommand>> sent = new ArrayList<>();
  final List<SessionOpen> opens = new ArrayList<>();
  final List<Long> announced = new ArrayList<>();
  final List<Forwarded> forwarded = new ArrayList<>();
  final List<UpstreamEntry> farewells = new ArrayList<>();
  final List<AgentPresence> presences = new ArrayList<>();
  final List<String> absences = new ArrayList<>();
  final List<DeadLetter> deadLetters = new ArrayList<>();
  int tokensFetched;
  CloseReason closed;
  String closeSentence;

  record Forwarded(Lane lane, UpstreamEntry entry) {}

  List<AgentCommand> commands() {
    return sent.stream().map(Frame::message).toList();
  }

  List<Ack> acks() {
    return commands().stream().filter(Ack.class::isInstance).map(Ack.class::cast).toList();
  }

  @Override
  public void send(String kind, String frame) {
    try {
      sent.add(FrameCodec.readCommand(frame).orElseThrow());
    } catch (FrameException e) {
      throw new AssertionError(frame, e);
    }
  }

  @Override
  public void close(CloseReason reason, String sentence) {
    closed = reason;
    closeSentence = sentence;
  }

  @Override
  public void open(SessionOpen request) {
    opens.add(request);
  }

  @Override
  public void announce(long epoch) {
    announced.add(epoch);
  }

  @Override
  public void forward(Lane lane, UpstreamEntry entry) {
    forwarded.add(new Forwarded(lane, entry));
  }

  @Override
  public void farewell(UpstreamEntry entry) {
    farewells.add(entry);
  }

  @Override
  public void present(AgentPresence presence) {
    presences.add(presence);
  }

  @Override
  public void absent(String sessionId, long lastHeartbeat) {
    absences.add(sessionId);
  }

  @Override
  public void fetchToken() {
    tokensFetched++;
  }

  @Override
  public void deadLetter(DeadLetter letter) {
    deadLetters.add(letter);
  }
}
