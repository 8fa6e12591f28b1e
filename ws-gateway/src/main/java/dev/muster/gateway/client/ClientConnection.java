package dev.muster.gateway.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.muster.gateway.socket.SocketLink;
import dev.muster.kit.token.VerifiedToken;
import dev.muster.wire.CloseReason;
import java.util.function.Consumer;

/** A client's session with its socket. */
final class ClientConnection implements ClientPort {
  private final VerifiedToken token;
  private final SocketLink link;
  private final TaskCalls calls;
  private ClientSession session;
  private boolean closed;

  ClientConnection(VerifiedToken token, SocketLink link, TaskCalls calls) {
    this.token = token;
    this.link = link;
    this.calls = calls;
  }

  void begin(ClientSession session) {
    this.session = session;
  }

  VerifiedToken token() {
    return token;
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
  public void post(String path, JsonNode body, String requestId, String taskId) {
    calls.post(
        token,
        path,
        body,
        requestId,
        answer -> run(own -> own.answered(requestId, taskId, answer)));
  }
}
