package dev.muster.platform.demo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.muster.platform.api.Api;
import dev.muster.platform.api.LiveSocket;
import dev.muster.platform.api.TaskLog;
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
  private boolean logEnded;

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
   * Follows the task until it and its output have ended or, if asked, until its first output.
   *
   * @param socket brings the task's events, and its output since {@link #followLog}
   */
  void follow(LiveSocket socket, Consumer<String> log, boolean untilFirstLog)
      throws InterruptedException {
    while ((ended == null || !logEnded) && !(untilFirstLog && firstLog != null)) {
      LiveSocket.Arrival event = socket.next(PATIENCE);
      if (event.isAbout(id)) {
        see(event, log);
      }
    }
  }

  /** To be closed. */
  TaskLog followLog(LiveSocket socket) throws IOException, InterruptedException {
    return TaskLog.follow(user, id, socket::add);
  }

  private void see(LiveSocket.Arrival event, Consumer<String> log) {
    String status = event.payload().path("status").asText();
    boolean accepted = event.type().equals("task/accept") || status.equals("running");
    if (accepted && running == null) {
      running = event.at();
    }
    logEnded |= event.type().equals(TaskLog.END);
    if (event.type().equals(TaskLog.LOG)) {
      firstLog = firstLog == null ? event.at() : firstLog;
      log.accept(event.payload().path("content").asText());
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
