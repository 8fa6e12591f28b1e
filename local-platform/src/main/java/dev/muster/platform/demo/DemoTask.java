package dev.muster.platform.demo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.muster.platform.api.Api;
import dev.muster.platform.api.LiveSocket;
import dev.muster.platform.process.PlatformException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** One task and what this client saw of it, and when. */
final class DemoTask {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Set<String> FINAL = Set.of("done", "failed", "canceled");

  private final Api user;
  private final String id;
  final Instant posted;
  final Instant answered;
  Instant running;
  Instant firstLog;
  Instant ended;
  String endedAs = "";
  private boolean followed;
  private boolean wholeLog;

  private DemoTask(Api user, String id, Instant posted, Instant answered) {
    this.user = user;
    this.id = id;
    this.posted = posted;
    this.answered = answered;
  }

  static DemoTask submit(Api user, String agentId, Map<String, ?> input, int timeoutSeconds)
      throws IOException, InterruptedException {
    Instant posted = Instant.now();
    Api.Answer answer =
        user.post(
            "/api/tasks",
            Map.of(
                "agent_id", agentId,
                "type", "process",
                "input", input,
                "priority", 0,
                "timeout", timeoutSeconds));
    Instant answered = Instant.now();
    String id = answer.data().path("task_id").asText();
    if (!answer.ok() || id.isEmpty()) {
      throw new PlatformException("cannot submit the task: " + answer.failure());
    }
    return new DemoTask(user, id, posted, answered);
  }

  String id() {
    return id;
  }

  /**
   * Follows the task over the socket until it has ended and its output is whole or, if asked, until
   * its first output.
   */
  void follow(LiveSocket socket, Consumer<String> log, boolean untilFirstLog)
      throws InterruptedException {
    if (!followed) {
      socket.follow(id);
      followed = true;
    }
    while (!(ended != null && wholeLog) && !(untilFirstLog && firstLog != null)) {
      LiveSocket.Arrival event = socket.next(PATIENCE);
      if (event.isAbout(id)) {
        see(event, log);
      }
    }
  }

  private void see(LiveSocket.Arrival event, Consumer<String> log) {
    String status = event.payload().path("status").asText();
    boolean accepted = event.type().equals("task/accept") || status.equals("running");
    if (accepted && running == null) {
      running = event.at();
    }
    if (event.type().equals("task/log")) {
      String content = event.payload().path("content").asText();
      if (!content.isEmpty()) {
        firstLog = firstLog == null ? event.at() : firstLog;
        log.accept(content);
      }
      wholeLog |= event.payload().path("complete").asBoolean();
    }
    if (FINAL.contains(status) && ended == null) {
      ended = event.at();
      endedAs = status;
    }
  }

  JsonNode stored() throws IOException, InterruptedException {
    Api.Answer answer = user.get("/api/tasks/" + id);
    if (!answer.ok()) {
      throw new PlatformException("cannot read the task: " + answer.failure());
    }
    return answer.data();
  }

  /** Size of the log that is stored, in bytes. */
  long storedLogBytes() throws IOException, InterruptedException {
    return user.get("/api/tasks/" + id + "/logs?phase=run&offset=0").bytes();
  }

  void cancel() throws IOException, InterruptedException {
    Api.Answer answer = user.post("/api/tasks/" + id + "/cancel", Map.of());
    if (!answer.ok()) {
      throw new PlatformException("cannot cancel the task: " + answer.failure());
    }
  }
}
