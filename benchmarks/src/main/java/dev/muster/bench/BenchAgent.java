package dev.muster.bench;

import com.fasterxml.jackson.databind.node.NullNode;
import dev.muster.platform.account.AgentIdentity;
import dev.muster.platform.api.FrameSocket;
import dev.muster.wire.Ack;
import dev.muster.wire.AgentCommand;
import dev.muster.wire.AgentMessage;
import dev.muster.wire.AgentSignal;
import dev.muster.wire.Frame;
import dev.muster.wire.FrameCodec;
import dev.muster.wire.FrameException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

/**
 * An agent that does nothing but note when a dispatch arrives: it accepts, answers at once, and
 * speaks the protocol otherwise as any agent does.
 */
final class BenchAgent implements AutoCloseable {
  private final CompletableFuture<Void> registered = new CompletableFuture<>();
  private final BiConsumer<UUID, Long> onDispatch;
  private final FrameSocket socket;

  /**
   * Connects and registers.
   *
   * @param onDispatch told of each dispatch with the {@link System#nanoTime} at which it was here
   */
  BenchAgent(String base, AgentIdentity identity, int slots, BiConsumer<UUID, Long> onDispatch)
      throws Exception {
    this.onDispatch = onDispatch;
    socket =
        FrameSocket.open(
            base,
            "/ws/agent/" + identity.id(),
            builder -> builder.subprotocols("agent-token", identity.token()),
            this::receive);
    var unused = socket.closed().whenComplete(this::ended);
    send(new AgentSignal.Register("bench", List.of(), slots, Map.of(), "bench", List.of()));
    registered.get(15, TimeUnit.SECONDS);
  }

  private void send(AgentMessage message) {
    var unused = socket.send(FrameCodec.write(Frame.of(message)));
  }

  private void receive(String text) {
    long at = System.nanoTime();
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

  private void ended(FrameSocket.Close close, Throwable failure) {
    registered.completeExceptionally(
        failure == null ? new IllegalStateException(close.toString()) : failure);
  }

  @Override
  public void close() {
    socket.close();
  }
}
