package dev.muster.gateway.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.muster.wire.CloseReason;

/** What a client's session does to the world. On its connection's event loop only; never blocks. */
interface ClientPort {
  void send(String type, String frame);

  void close(CloseReason reason);

  /**
   * A POST to task-service in the client's name; answered by {@link ClientSession#answered}.
   *
   * @param taskId what the answer is about, when it doesn't say so itself; null for a new task
   */
  void post(String path, JsonNode body, String requestId, String taskId);
}
