package dev.muster.agent.session;

import dev.muster.agent.delivery.Link;
import dev.muster.wire.AgentMessage;
import dev.muster.wire.AgentSignal;
import dev.muster.wire.Frame;
import dev.muster.wire.FrameCodec;
import java.net.http.WebSocket;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;

/**
 * Writes frames to the socket one after the other, the next when the one before has been taken by
 * the network. Its queue is bounded; a connection on which it overflows is given up, and the
 * courier sends again on the next.
 */
final class Outbound implements Link {
  private static final int QUEUE = 8_192;

  private final BlockingQueue<Item> queue = new ArrayBlockingQueue<>(QUEUE);
  private final Consumer<Departure> broken;
  private volatile Thread writer;

  private record Item(Frame<? extends AgentMessage> frame, Runnable sent) {}

  Outbound(Consumer<Departure> broken) {
    this.broken = broken;
  }

  void start(WebSocket socket) {
    writer = Thread.ofVirtual().name("outbound").start(() -> write(socket));
  }

  void stop() {
    if (writer != null) {
      writer.interrupt();
    }
  }

  @Override
  public void send(Frame<AgentSignal> frame, Runnable sent) {
    put(new Item(frame, sent));
  }

  void send(AgentSignal signal) {
    send(signal, () -> {});
  }

  /** {@code sent} runs once the network has taken it. */
  void send(AgentSignal signal, Runnable sent) {
    put(new Item(Frame.of(signal), sent));
  }

  private void put(Item item) {
    if (!queue.offer(item)) {
      broken.accept(new Departure.Lost("the server doesn't take frames any more"));
    }
  }

  private void write(WebSocket socket) {
    try {
      while (true) {
        Item item = queue.take();
        var unused = socket.sendText(FrameCodec.write(item.frame()), true).join();
        item.sent().run();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (CompletionException | IllegalStateException e) {
      broken.accept(new Departure.Lost("a frame can't be sent: " + Reasons.of(e)));
    }
  }
}
