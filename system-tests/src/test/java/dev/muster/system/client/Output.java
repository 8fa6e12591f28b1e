package dev.muster.system.client;

import static org.awaitility.Awaitility.await;

import dev.muster.platform.api.Api;
import dev.muster.platform.api.LiveSocket.Arrival;
import dev.muster.platform.api.TaskLog;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;

/** The output of a task as a user sees it being written. */
public final class Output implements AutoCloseable {
  private final List<String> parts = new CopyOnWriteArrayList<>();
  private final TaskLog log;
  private volatile boolean ended;

  private Output(Api api, UUID taskId) throws IOException, InterruptedException {
    log = TaskLog.follow(api, taskId.toString(), this::seen);
  }

  public static Output follow(String base, String token, UUID taskId)
      throws IOException, InterruptedException {
    return new Output(Api.at(base).withToken(token), taskId);
  }

  public void awaitText(String part, Duration limit) {
    await().atMost(limit).until(() -> text().contains(part));
  }

  /** All of it, once the stream has said that it is complete. */
  public String whole(Duration limit) {
    await().atMost(limit).until(() -> ended);
    return text();
  }

  private String text() {
    return String.join("", parts);
  }

  private void seen(Arrival event) {
    if (event.type().equals(TaskLog.LOG)) {
      parts.add(event.payload().path("content").asText());
    }
    if (event.type().equals(TaskLog.END)) {
      ended = true;
    }
  }

  @Override
  public void close() {
    log.close();
  }
}
