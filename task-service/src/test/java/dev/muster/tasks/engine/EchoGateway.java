package dev.muster.tasks.engine;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.muster.event.AckBatch;
import dev.muster.event.GatewayEntry;
import dev.muster.event.RedisNames;
import dev.muster.event.UpstreamEntry;
import dev.muster.id.Ids;
import dev.muster.kit.channel.ChannelSubscription;
import dev.muster.kit.channel.Channels;
import dev.muster.kit.stream.StreamEntry;
import dev.muster.kit.stream.StreamPublisher;
import dev.muster.kit.stream.StreamTail;
import dev.muster.kit.stream.Streams;
import dev.muster.wire.AgentCommand;
import dev.muster.wire.AgentSignal;
import dev.muster.wire.FrameCodec;
import dev.muster.wire.FrameException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A gateway with agents that accept whatever they get, do nothing, and send a result; and that send
 * what isn't acknowledged again.
 */
final class EchoGateway implements AutoCloseable {
  private static final long AGAIN_AFTER_MS = 400;

  final String id = "gw-" + Ids.next();
  private final Map<String, Unacknowledged> outbox = new ConcurrentHashMap<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final StreamPublisher publisher;
  private final StreamTail tail;
  private final ChannelSubscription acks;

  EchoGateway(Wiring wiring) throws InterruptedException {
    publisher = wiring.get(StreamPublisher.class);
    CountDownLatch subscribed = new CountDownLatch(1);
    acks =
        wiring
            .get(Channels.class)
            .subscription("echo acks")
            .channels(RedisNames.gatewayAcks(id))
            .handler((channel, message) -> acknowledged(message))
            .onSubscribed(subscribed::countDown)
            .start();
    if (!subscribed.await(10, TimeUnit.SECONDS)) {
      throw new IllegalStateException("Redis didn't confirm the subscription");
    }
    tail = wiring.get(Streams.class).tail(RedisNames.gateway(id)).handler(this::receive).start();
    Thread.ofVirtual().name("echo again").start(this::sendAgainUntilClosed);
  }

  private record Unacknowledged(UpstreamEntry entry, long sentAt) {}

  /** Messages that nobody has confirmed yet. */
  int waiting() {
    return outbox.size();
  }

  private void receive(List<StreamEntry> entries) throws FrameException {
    for (StreamEntry each : entries) {
      GatewayEntry entry = GatewayEntry.of(each.fields());
      AgentCommand command =
          FrameCodec.readCommandPayload(entry.kind(), entry.payload(), entry.messageId());
      if (command instanceof AgentCommand.DispatchTask dispatch) {
        send(entry.agentId(), new AgentSignal.TaskAccept(dispatch.attempt()));
        send(
            entry.agentId(),
            new AgentSignal.TaskResult(dispatch.attempt(), TextNode.valueOf("ok"), 0));
      }
    }
  }

  private void send(UUID agentId, AgentSignal signal) {
    send(
        new UpstreamEntry(
            signal.kind(),
            id,
            agentId,
            "s",
            Ids.next().toString(),
            System.currentTimeMillis(),
            FrameCodec.payload(signal).toString(),
            Map.of()));
  }

  private void send(UpstreamEntry entry) {
    outbox.put(entry.messageId(), new Unacknowledged(entry, System.nanoTime()));
    publisher.add(RedisNames.AGENT_RESULTS, entry.fields());
  }

  private void acknowledged(String message) {
    AckBatch.parse(message).acks().forEach(item -> outbox.remove(item.ack().messageId()));
  }

  private void sendAgainUntilClosed() {
    try {
      while (!closed.await(AGAIN_AFTER_MS / 4, TimeUnit.MILLISECONDS)) {
        sendAgain();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void sendAgain() {
    long before = System.nanoTime() - TimeUnit.MILLISECONDS.toNanos(AGAIN_AFTER_MS);
    outbox.values().stream()
        .filter(waiting -> waiting.sentAt() - before < 0)
        .forEach(waiting -> send(waiting.entry()));
  }

  @Override
  public void close() {
    closed.countDown();
    tail.close();
    acks.close();
  }
}
