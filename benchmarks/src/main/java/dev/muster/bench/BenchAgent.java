package dev.muster.bench;

import com.fasterxml.jackson.databind.node.NullNode;
import dev.muster.platform.account.AgentIdentity;
import dev.muster.wire.Ack;
import dev.muster.wire.AgentCommand;
import dev.muster.wire.AgentMessage;
import dev.muster.wire.AgentSignal;
import dev.muster.wire.Frame;
import dev.muster.wire.FrameCodec;
import dev.muster.wire.FrameException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

/**
 * An agent that does nothing but note when a dispatch arrives: it accepts, answers at once, and
 * speaks the protocol otherwise as any agent does.
 */
final class BenchAgent implements AutoCloseable {
  private final HttpClient client = HttpClient.newHttpClient();
  private final CompletableFuture<Void> registered = new CompletableFuture<>();
  private final BiConsumer<UUID, Long> onDispatch;
  private final WebSocket socket;
  private CompletableFuture<WebSocket> lastSend;

  /**
   * Connects and registers.
   *
   * @param onDispatch told of each dispatch with the {@link System#nanoTime} at which it was here
   */
  BenchAgent(String base, AgentIdentity identity, int slots, BiConsumer<UUID, Long> onDispatch)
      throws Exception {
    this.onDispatch = onDispatch;
    URI uri = URI.create(base.replaceFirst("^http", "ws") + "/ws/agent/" + identity.id());
    socket =
        client
            .newWebSocketBuilder()
            .subprotocols("agent-token", identity.token())
            .buildAsync(uri, new Listener())
            .get(10, TimeUnit.SECONDS);
    lastSend = CompletableFuture.completedFuture(socket);
    send(new AgentSignal.Register("bench", List.of(), slots, Map.of(), "bench", List.of()));
    registered.get(15, TimeUnit.SECONDS);
  }

  private synchronized void send(AgentMessage message) {
    String text = FrameCodec.write(Frame.of(message));
    lastSend = lastSend.thenCompose(ready -> ready.sendText(text, true));
  }

  private void receive(String text, long at) {
    try {
      Frame<AgentCommand> frame = FrameCodec.readCommand(text).orElseThrow();
      if (!(frame.message() instanceof Ack)) {
        send(Ack.ok(frame.messageId()));
      }
      switch (frame.message()) {
        case AgentCommand.Registered done -> registered.complete(null);
        case AgentCommand.DispatchTask dispatch -> {
          onDispatch.accept(dispatch.attempt().taskId(), at);
          send(new AgentSignal.TaskAccept(dispatch.attempt()));
          send(new AgentSignal.TaskResult(dispatch.attempt(), NullNode.getInstance(), null));
        }
        default -> {
          // Nothing else matters here.
        }
      }
    } catch (FrameException e) {
      registered.completeExceptionally(e);
    }
  }

  @Override
  public void close() {
    socket.abort();
    client.shutdownNow();
  }

  private final class Listener implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
      long at = System.nanoTime();
      text.append(part);
      if (last) {
        receive(text.toString(), at);
        text.setLength(0);
      }
      from.request(1);
      return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
      registered.completeExceptionally(new IllegalStateException(code + " " + reason));
      return null;
    }
  }
}
