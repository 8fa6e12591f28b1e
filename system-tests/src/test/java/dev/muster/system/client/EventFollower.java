package dev.muster.system.client;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/** Follows a task's events (SSE) until the stream ends, or its server does. */
public final class EventFollower implements AutoCloseable {
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final List<String> ids = new CopyOnWriteArrayList<>();
  private final Thread reading;

  /** After an event's id; empty: from the first. */
  public EventFollower(Rest rest, UUID task, String lastEventId)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        rest.request("/api/v1/tasks/" + task + "/events").header("Accept", "text/event-stream");
    if (!lastEventId.isEmpty()) {
      request.header("Last-Event-ID", lastEventId);
    }
    HttpResponse<Stream<String>> response =
        client.send(request.build(), HttpResponse.BodyHandlers.ofLines());
    if (response.statusCode() != 200) {
      throw new IllegalStateException("following answered " + response.statusCode());
    }
    reading = Thread.ofVirtual().start(() -> read(response.body()));
  }

  /** Of the events that came, in their order. */
  public List<String> ids() {
    return ids;
  }

  public boolean hasEnded() {
    return !reading.isAlive();
  }

  private void read(Stream<String> lines) {
    try (lines) {
      lines.filter(line -> line.startsWith("id: ")).forEach(line -> ids.add(line.substring(4)));
    } catch (RuntimeException lost) {
      // Its server is gone; what came before counts.
    }
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
