package dev.muster.tasks;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.event.AckBatch;
import dev.muster.event.GatewayEntry;
import dev.muster.event.RedisNames;
import dev.muster.event.StatusKinds;
import dev.muster.event.UpstreamEntry;
import dev.muster.id.Ids;
import dev.muster.kit.channel.ChannelSubscription;
import dev.muster.kit.channel.Channels;
import dev.muster.kit.stream.StreamEntry;
import dev.muster.kit.stream.StreamPublisher;
import dev.muster.kit.stream.StreamTail;
import dev.muster.kit.stream.Streams;
import dev.muster.wire.Ack;
import dev.muster.wire.AgentCommand;
import dev.muster.wire.AgentSignal;
import dev.muster.wire.AttemptRef;
import dev.muster.wire.FrameCodec;
import dev.muster.wire.FrameException;
import io.restassured.http.ContentType;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A gateway as task-service sees one: real streams and channels, with agents that a test speaks
 * for.
 */
public final class ScriptedGateway implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 10;

  private String namespace = "default";
  private final String id = "gw-" + Ids.next();
  private final StreamPublisher streams;
  private final String serviceToken;
  private final BlockingQueue<GatewayEntry> commands = new LinkedBlockingQueue<>();
  private final BlockingQueue<AckBatch.Item> acks = new LinkedBlockingQueue<>();
  private final StreamTail tail;
  private final ChannelSubscription subscription;

  public ScriptedGateway(
      Streams reading, StreamPublisher streams, Channels channels, String serviceToken)
      throws InterruptedException {
    this.streams = streams;
    this.serviceToken = serviceToken;
    CountDownLatch subscribed = new CountDownLatch(1);
    subscription =
        channels
            .subscription("test acks")
            .channels(RedisNames.gatewayAcks(id))
            .handler((channel, message) -> acks.addAll(AckBatch.parse(message).acks()))
            .onSubscribed(subscribed::countDown)
            .start();
    assertThat(subscribed.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    tail = reading.tail(RedisNames.gateway(id)).handler(this::receive).start();
  }

  /** Whoever connects from now on belongs there. */
  public void in(String otherNamespace) {
    namespace = otherNamespace;
  }

  public String id() {
    return id;
  }

  private void receive(List<StreamEntry> entries) {
    entries.forEach(entry -> commands.add(GatewayEntry.of(entry.fields())));
  }

  /** Opens a session; answers what the gateway would tell the agent. */
  public Map<String, Object> connect(
      UUID agentId, String sessionId, int slots, List<String> capabilities, AttemptRef... running) {
    return connect("public", agentId, sessionId, slots, capabilities, running);
  }

  public Map<String, Object> connect(
      String visibility,
      UUID agentId,
      String sessionId,
      int slots,
      List<String> capabilities,
      AttemptRef... running) {
    List<Map<String, Object>> attempts =
        List.of(running).stream()
            .map(
                ref ->
                    Map.<String, Object>of(
                        "task_id",
                        ref.taskId(),
                        "lease_id",
                        ref.leaseId(),
                        "attempt",
                        ref.attempt()))
            .toList();
    return open(visibility, agentId, sessionId, slots, capabilities, attempts);
  }

  /** As an agent that names its tasks only. */
  public Map<String, Object> connectWithTasks(
      UUID agentId, String sessionId, List<String> capabilities, UUID... running) {
    List<Map<String, Object>> tasks =
        List.of(running).stream()
            .map(taskId -> Map.<String, Object>of("task_id", taskId, "attempt", 0))
            .toList();
    return open("public", agentId, sessionId, 1, capabilities, tasks);
  }

  private Map<String, Object> open(
      String visibility,
      UUID agentId,
      String sessionId,
      int slots,
      List<String> capabilities,
      List<Map<String, Object>> attempts) {
    return given()
        .auth()
        .oauth2(serviceToken)
        .contentType(ContentType.JSON)
        .body(
            Map.of(
                "session_id", sessionId,
                "gateway_id", id,
                "namespace", namespace,
                "visibility", visibility,
                "capabilities", capabilities,
                "slots", slots,
                "labels", Map.of(),
                "running", attempts))
        .post("/internal/agents/" + agentId + "/sessions")
        .then()
        .statusCode(200)
        .extract()
        .jsonPath()
        .getMap("$");
  }

  /** The next dispatch; words about who watches output are passed over. */
  public AgentCommand.DispatchTask dispatched(UUID agentId) throws Exception {
    AgentCommand command = command(agentId);
    while (command instanceof AgentCommand.StartRealtimeStream) {
      command = command(agentId);
    }
    return (AgentCommand.DispatchTask) command;
  }

  public AgentCommand command(UUID agentId) throws Exception {
    GatewayEntry entry = commands.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    assertThat(entry).as("a command for agent %s", agentId).isNotNull();
    assertThat(entry.agentId()).isEqualTo(agentId);
    return read(entry);
  }

  public boolean nothingDispatchedWithin(long millis) throws InterruptedException {
    return commands.poll(millis, TimeUnit.MILLISECONDS) == null;
  }

  private static AgentCommand read(GatewayEntry entry) throws FrameException {
    return FrameCodec.readCommandPayload(entry.kind(), entry.payload(), entry.messageId());
  }

  /** Says something as an agent and waits for the receipt. */
  public Ack say(UUID agentId, AgentSignal signal) throws InterruptedException {
    String messageId = send(agentId, signal);
    return ackOf(messageId);
  }

  public String send(UUID agentId, AgentSignal signal) {
    String stream =
        switch (signal) {
          case AgentSignal.TaskLog log -> RedisNames.AGENT_LOGS;
          case AgentSignal.TaskProgress progress -> RedisNames.AGENT_STATUS;
          default -> RedisNames.AGENT_RESULTS;
        };
    return write(stream, signal.kind(), agentId, "session", FrameCodec.payload(signal).toString());
  }

  public void disconnected(UUID agentId, String sessionId, boolean goodbye) {
    write(
        RedisNames.AGENT_STATUS,
        StatusKinds.DISCONNECTED,
        agentId,
        sessionId,
        "{\"reason\":\"gone\",\"code\":1006,\"goodbye\":" + goodbye + "}");
  }

  public void undeliverable(UUID agentId, String missingSession, AttemptRef ref) {
    write(
        RedisNames.AGENT_STATUS,
        StatusKinds.UNDELIVERABLE,
        agentId,
        missingSession,
        "{\"task_id\":\"%s\",\"lease_id\":\"%s\",\"attempt\":%d}"
            .formatted(ref.taskId(), ref.leaseId(), ref.attempt()));
  }

  private String write(String stream, String kind, UUID agentId, String sessionId, String payload) {
    String messageId = Ids.next().toString();
    UpstreamEntry entry =
        new UpstreamEntry(
            kind, id, agentId, sessionId, messageId, System.currentTimeMillis(), payload, Map.of());
    streams.add(stream, entry.fields()).toCompletableFuture().join();
    return messageId;
  }

  private Ack ackOf(String messageId) throws InterruptedException {
    while (true) {
      AckBatch.Item item = acks.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      assertThat(item).as("the receipt of %s", messageId).isNotNull();
      if (item.ack().messageId().equals(messageId)) {
        return item.ack();
      }
    }
  }

  @Override
  public void close() {
    tail.close();
    subscription.close();
  }
}
