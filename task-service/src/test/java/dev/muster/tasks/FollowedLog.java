package dev.muster.tasks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.muster.wire.FrameCodec;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** The event stream of a task's output, as its caller sees it. */
final class FollowedLog implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 10;

  /** One event; a comment has only its text, as name, and the end of the stream is all empty. */
  record Event(String name, String id, JsonNode data) {
    String text(String member) {
      return data.path(member).asText();
    }
  }

  private static final Event OVER = new Event("", "", MissingNode.getInstance());

  private final HttpClient client = HttpClient.newHttpClient();
  private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
  private final HttpResponse<InputStream> response;

  private FollowedLog(HttpRequest request) throws IOException, InterruptedException {
    response = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
    Thread.ofVirtual().start(this::read);
  }

  static FollowedLog open(URI address, String token, String lastEventId)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address)
            .header("Authorization", "Bearer " + token)
            .header("Accept", "text/event-stream");
    return new FollowedLog(
        (lastEventId == null ? request : request.header("Last-Event-ID", lastEventId)).build());
  }

  HttpResponse<InputStream> response() {
    return response;
  }

  /** The next event; comments are passed over. */
  Event next() throws InterruptedException {
    while (true) {
      Event event = events.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      assertThat(event).as("another event").isNotNull();
      if (!event.name().startsWith(":")) {
        return event;
      }
    }
  }

  Event nextComment() throws InterruptedException {
    while (true) {
      Event event = events.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      assertThat(event).as("a comment").isNotNull();
      if (event.name().startsWith(":")) {
        return event;
      }
    }
  }

  /** Checks that nothing comes any more. */
  void over() throws InterruptedException {
    assertThat(next()).isEqualTo(OVER);
  }

  private void read() {
    String name = "";
    String id = "";
    StringBuilder data = new StringBuilder();
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
      for (String line; (line = lines.readLine()) != null; ) {
        if (line.startsWith(":")) {
          events.add(new Event(line, "", MissingNode.getInstance()));
        } else if (line.startsWith("event:")) {
          name = line.substring(6).strip();
        } else if (line.startsWith("id:")) {
          id = line.substring(3).strip();
        } else if (line.startsWith("data:")) {
          data.append(line.substring(5));
        } else if (line.isEmpty() && !name.isEmpty()) {
          events.add(new Event(name, id, json(data.toString())));
          name = "";
          data.setLength(0);
        }
      }
    } catch (IOException broken) {
      // An end as well.
    }
    events.add(OVER);
  }

  private static JsonNode json(String text) {
    try {
      return FrameCodec.JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new AssertionError(text, e);
    }
  }

  @Override
  public void close() {
    try {
      response.body().close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    client.shutdownNow();
  }
}
