package dev.muster.gateway.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.muster.gateway.feed.FeedHistory;
import dev.muster.wire.CloseReason;
import java.util.UUID;
import java.util.function.Consumer;

/** What a client's session does to the world. On its connection's event loop only; never blocks. */
interface ClientPort {
  void send(String type, String frame);

  void close(CloseReason reason);

  void ping();

  /**
   * A POST to task-service in the client's name.
   *
   * @param requestId of the request at task-service, if it is fit for one
   */
  void post(String path, JsonNode body, String requestId, Consumer<TaskAnswer<JsonNode>> then);

  /** Since the client's last frame or pong. */
  long quietMs();

  /** Whether so little waits for the client that what can wait may be sent; see {@code room}. */
  boolean hasRoom();

  /** Runs it after everything else that waits for this connection's event loop. */
  void later(Runnable work);

  FeedHistory feed();

  boolean isFeedReady();

  /** A GET of task-service in the client's name. */
  void read(String path, Consumer<TaskAnswer<JsonNode>> then);

  void readOutput(String path, Consumer<TaskAnswer<OutputPart>> then);

  /** Returns what ends it; {@code wake} when there may be more output. */
  Runnable follow(UUID taskId, String phase, Runnable wake);
}
