package dev.muster.gateway.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.muster.gateway.feed.Feed;
import dev.muster.gateway.feed.FeedHistory;
import dev.muster.gateway.output.LogWatches;
import dev.muster.gateway.socket.SocketLink;
import dev.muster.kit.token.VerifiedToken;
import dev.muster.wire.CloseReason;
import io.netty.channel.EventLoop;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;

/** A client's session with its socket. */
final class ClientConnection implements ClientPort {
  private final VerifiedToken token;
  private final SocketLink link;
  private final TaskCalls calls;
  private final Feed feed;
  private final LogWatches watches;
  private ClientSession session;
  private boolean closed;

  ClientConnection(
      VerifiedToken token, SocketLink link, TaskCalls calls, Feed feed, LogWatches watches) {
    this.token = token;
    this.link = link;
    this.calls = calls;
    this.feed = feed;
    this.watches = watches;
  }

  void begin(ClientSession session) {
    this.session = session;
    link.onRoom(session::room);
  }

  VerifiedToken token() {
    return token;
  }

  EventLoop eventLoop() {
    return link.eventLoop();
  }

  /** Work on connections of one event loop, in one task. From any thread. */
  static void runAll(List<ClientConnection> neighbours, Consumer<ClientSession> work) {
    neighbours.getFirst().link.run(() -> neighbours.forEach(each -> work.accept(each.session)));
  }

  /** From any thread. */
  void run(Consumer<ClientSession> work) {
    link.run(() -> work.accept(session));
  }

  @Override
  public void send(String type, String frame) {
    if (!closed && !link.send(type, frame)) {
      session.close(CloseReason.TOO_SLOW);
    }
  }

  @Override
  public void close(CloseReason reason) {
    closed = true;
    link.close(reason, reason.sentence());
  }

  @Override
  public void post(
      String path, JsonNode body, String requestId, Consumer<TaskAnswer<JsonNode>> then) {
    calls.post(token, path, body, requestId, answer -> link.run(() -> then.accept(answer)));
  }

  @Override
  public long quietMs() {
    return link.quietMs();
  }

  @Override
  public void ping() {
    link.ping();
  }

  @Override
  public boolean hasRoom() {
    return link.hasRoom();
  }

  @Override
  public void later(Runnable work) {
    link.run(work);
  }

  @Override
  public FeedHistory feed() {
    return feed.history();
  }

  @Override
  public boolean isFeedReady() {
    return feed.isReady();
  }

  @Override
  public void read(String path, Consumer<TaskAnswer<JsonNode>> then) {
    calls.get(token, path, answer -> link.run(() -> then.accept(answer)));
  }

  @Override
  public void readOutput(String path, Consumer<TaskAnswer<OutputPart>> then) {
    calls.output(token, path, answer -> link.run(() -> then.accept(answer)));
  }

  @Override
  public Runnable follow(UUID taskId, String phase, Runnable wake) {
    return watches.follow(taskId, phase, () -> link.run(wake));
  }
}
