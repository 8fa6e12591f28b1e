package dev.muster.tasks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.muster.wire.FrameCodec;
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
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A follower of server-sent events, as a browser is one. */
final class SseClient implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 10;
  private static final Event OVER = new Event(null, "", "");

  final List<Event> events = new CopyOnWriteArrayList<>();
  final List<String> comments = new CopyOnWriteArrayList<>();
  private final BlockingQueue<Event> unseen = new LinkedBlockingQueue<>();
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final HttpResponse<InputStream> response;
  private final Thread reading;

  /** One event. */
  record Event(String id, String type, String data) {
    JsonNode json() {
      try {
        return FrameCodec.JSON.readTree(data);
      } catch (JsonProcessingException e) {
        throw new AssertionError(data, e);
      }
    }

    String text(String member) {
      return json().path(member).asText();
    }
  }

  SseClient(URI address, String token, String lastEventId)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address)
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

  /** The first event that this didn't return yet. */
  Event next() throws InterruptedException {
    Event event = unseen.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    assertThat(event).as("another event").isNotNull();
    return event;
  }

  /** Checks that nothing comes any more. */
  void over() throws InterruptedException {
    assertThat(next()).isEqualTo(OVER);
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
          Event event = new Event(id, type, data.toString());
          events.add(event);
          unseen.add(event);
          data.setLength(0);
        }
      }
    } catch (IOException closed) {
      // As the test wanted it, or an end as any other.
    }
    unseen.add(OVER);
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
