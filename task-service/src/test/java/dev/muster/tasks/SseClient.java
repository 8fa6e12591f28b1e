package dev.muster.tasks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A follower of server-sent events, as a browser is one. */
final class SseClient implements AutoCloseable {
  final List<Event> events = new CopyOnWriteArrayList<>();
  final List<String> comments = new CopyOnWriteArrayList<>();
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final HttpResponse<InputStream> response;
  private final Thread reading;

  /** One event. */
  record Event(String id, String type, String data) {}

  SseClient(String url, String token, String lastEventId) throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url))
            .header("Authorization", "Bearer " + token)
            .header("Accept", "text/event-stream");
    if (lastEventId != null) {
      request.header("Last-Event-ID", lastEventId);
    }
    response = client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
    reading = Thread.ofVirtual().start(this::read);
  }

  HttpResponse<InputStream> response() {
    return response;
  }

  List<String> types() {
    return events.stream().map(Event::type).toList();
  }

  boolean hasEnded() {
    return !reading.isAlive();
  }

  private void read() {
    String id = null;
    String type = null;
    StringBuilder data = new StringBuilder();
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith(":")) {
          comments.add(line);
        } else if (line.startsWith("id: ")) {
          id = line.substring(4);
        } else if (line.startsWith("event: ")) {
          type = line.substring(7);
        } else if (line.startsWith("data: ")) {
          data.append(line.substring(6));
        } else if (line.isEmpty() && !data.isEmpty()) {
          events.add(new Event(id, type, data.toString()));
          data.setLength(0);
        }
      }
    } catch (IOException closed) {
      // As the test wanted it.
    }
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
