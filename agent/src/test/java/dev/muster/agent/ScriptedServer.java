package dev.muster.agent;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.muster.id.Ids;
import dev.muster.wire.Ack;
import dev.muster.wire.AgentCommand;
import dev.muster.wire.AgentMessage;
import dev.muster.wire.AgentSignal;
import dev.muster.wire.AttemptRef;
import dev.muster.wire.Frame;
import dev.muster.wire.FrameCodec;
import dev.muster.wire.FrameException;
import dev.muster.wire.FrameLimits;
import dev.muster.wire.ResendPolicy;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;

/** The gateway's side of the protocol, as each test wants it to behave. */
final class ScriptedServer {
  private static final long PATIENCE_SECONDS = 15;

  private final Vertx vertx = Vertx.vertx();
  private final BlockingQueue<Frame<AgentSignal>> received = new LinkedBlockingQueue<>();
  private final HttpServer server;
  private volatile ServerWebSocket socket;
  volatile int refuseWith;

  /**
   * The tokens that connections showed, in order; those that {@link #accepts} says no to as well.
   */
  final List<String> shown = new CopyOnWriteArrayList<>();

  volatile Predicate<String> accepts = token -> true;

  /** The bodies of the enrolments that came, and how each is answered. */
  final List<JsonNode> enrollments = new CopyOnWriteArrayList<>();

  volatile Function<JsonNode, Answer> enroll = body -> new Answer(404, "{}");

  record Answer(int status, String body) {}

  volatile Function<Frame<AgentSignal>, Ack> answer = frame -> Ack.ok(frame.messageId());
  volatile List<AttemptRef> abandon = List.of();
  volatile ResendPolicy resend = new ResendPolicy(60_000, 60_000, 10);
  volatile long heartbeatMs = 60_000;

  ScriptedServer() throws Exception {
    server =
        vertx
            .createHttpServer(
                new HttpServerOptions()
                    .setHost("127.0.0.1")
                    .setMaxWebSocketMessageSize(2 << 20)
                    .setWebSocketSubProtocols(List.of("agent-token")))
            .webSocketHandshakeHandler(
                handshake -> {
                  String token =
                      handshake.headers().get("Sec-WebSocket-Protocol").split(",", -1)[1].strip();
                  shown.add(token);
                  int refusal = accepts.test(token) ? refuseWith : 401;
                  var unused = refusal == 0 ? handshake.accept() : handshake.reject(refusal);
                })
            .webSocketHandler(this::connected)
            .requestHandler(this::requested)
            .listen(0)
            .toCompletionStage()
            .toCompletableFuture()
            .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  int port() {
    return server.actualPort();
  }

  private void requested(HttpServerRequest request) {
    var unused =
        request
            .body()
            .onSuccess(
                body -> {
                  JsonNode json = json(body.toString());
                  enrollments.add(json);
                  Answer answered = enroll.apply(json);
                  var unusedToo =
                      request.response().setStatusCode(answered.status()).end(answered.body());
                });
  }

  private static JsonNode json(String text) {
    try {
      return FrameCodec.JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new AssertionError(text, e);
    }
  }

  private void connected(ServerWebSocket newSocket) {
    socket = newSocket;
    newSocket.textMessageHandler(text -> heard(newSocket, text));
  }

  private void heard(ServerWebSocket from, String text) {
    try {
      Frame<AgentSignal> frame = FrameCodec.readSignal(text).orElseThrow();
      if (!(frame.message() instanceof AgentSignal.Heartbeat || frame.message() instanceof Ack)) {
        Ack ack = answer.apply(frame);
        if (ack != null) {
          write(from, ack);
        }
      }
      if (frame.message() instanceof AgentSignal.Register) {
        write(
            from,
            new AgentCommand.Registered(
                "session-" + Ids.next(),
                heartbeatMs,
                resend,
                FrameLimits.DEFAULT,
                abandon,
                FrameCodec.JSON.createObjectNode()));
      }
      received.add(frame);
    } catch (FrameException e) {
      throw new AssertionError(text, e);
    }
  }

  String send(AgentCommand command) {
    return write(socket, command);
  }

  private static String write(ServerWebSocket to, AgentMessage message) {
    Frame<AgentMessage> frame = Frame.of(message, Map.of());
    var unused = to.writeTextMessage(FrameCodec.write(frame));
    return frame.messageId();
  }

  void closeSocket(int code) {
    closeSocket(code, "by the test");
  }

  void closeSocket(int code, String reason) {
    var unused = socket.close((short) code, reason);
  }

  AttemptRef dispatch(String type, String input) throws Exception {
    return dispatch(attempt(), type, input, 0);
  }

  AttemptRef dispatch(AttemptRef attempt, String type, String input, long timeoutMs)
      throws Exception {
    send(
        new AgentCommand.DispatchTask(
            attempt,
            type,
            FrameCodec.JSON.readTree(input),
            timeoutMs,
            15_000,
            "run",
            null,
            Map.of(),
            5_000));
    return attempt;
  }

  static AttemptRef attempt() {
    return new AttemptRef(Ids.next(), "lease-" + Ids.next(), 1);
  }

  /** The next frame of this kind; those of other kinds before it are passed over. */
  <S extends AgentSignal> Frame<AgentSignal> next(Class<S> kind) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (true) {
      Frame<AgentSignal> frame = received.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
      if (frame == null) {
        throw new AssertionError("no " + kind.getSimpleName() + " came");
      }
      if (kind.isInstance(frame.message())) {
        return frame;
      }
    }
  }

  <S extends AgentSignal> S nextMessage(Class<S> kind) throws InterruptedException {
    return kind.cast(next(kind).message());
  }

  /** What has come and wasn't taken. */
  List<AgentSignal> rest() {
    return received.stream().<AgentSignal>map(Frame::message).toList();
  }

  void close() throws Exception {
    var unused =
        vertx
            .close()
            .toCompletionStage()
            .toCompletableFuture()
            .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }
}
