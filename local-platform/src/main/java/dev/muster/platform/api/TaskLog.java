package dev.muster.platform.api;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.muster.platform.process.PlatformException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.function.Consumer;

/**
 * A task's output as it is written: the event stream of {@code GET /api/v1/tasks/{id}/logs}. Its
 * events look like frames of {@code /ws} with a {@code task_id}.
 */
public final class TaskLog implements AutoCloseable {
  public static final String LOG = "log";

  /** The task has ended, and this was all. */
  public static final String END = "end";

  private static final ObjectMapper JSON = new ObjectMapper();

  private final String taskId;
  private final InputStream events;
  private final Consumer<LiveSocket.Arrival> arrivals;

  private TaskLog(String taskId, InputStream events, Consumer<LiveSocket.Arrival> arrivals) {
    this.taskId = taskId;
    this.events = events;
    this.arrivals = arrivals;
  }

  /**
   * Follows from the beginning.
   *
   * @param arrivals told of one event after the other, on a thread of its own
   */
  public static TaskLog follow(Api api, String taskId, Consumer<LiveSocket.Arrival> arrivals)
      throws IOException, InterruptedException {
    InputStream events = api.events("/api/v1/tasks/" + taskId + "/logs?follow=true");
    TaskLog log = new TaskLog(taskId, events, arrivals);
    Thread.ofVirtual().name("log of " + taskId).start(log::read);
    return log;
  }

  private void read() {
    String name = "";
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(events, StandardCharsets.UTF_8))) {
      for (String line; (line = lines.readLine()) != null; ) {
        if (line.startsWith("event:")) {
          name = line.substring(6).strip();
        } else if (line.startsWith("data:") && !name.isEmpty()) {
          ObjectNode payload = (ObjectNode) JSON.readTree(line.substring(5));
          arrivals.accept(
              new LiveSocket.Arrival(name, payload.put("task_id", taskId), Instant.now()));
          name = "";
        }
      }
    } catch (IOException _) {
      // Closed from here, or lost: whoever waits for more is told by its own patience.
    }
  }

  @Override
  public void close() {
    try {
      events.close();
    } catch (IOException e) {
      throw new PlatformException("cannot close the log's stream", e);
    }
  }
}
