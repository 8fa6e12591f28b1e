package dev.muster.system.client;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/** Every JSON frame that came over a web socket. */
final class FrameRecord {
  private final List<JsonNode> frames = new CopyOnWriteArrayList<>();

  void add(String frame) {
    try {
      frames.add(Rest.JSON.readTree(frame));
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The first frame, past or to come, that is as described. */
  JsonNode first(Predicate<JsonNode> description, Duration limit) {
    return await()
        .atMost(limit)
        .pollInterval(Duration.ofMillis(10))
        .until(
            () -> frames.stream().filter(description).findFirst().orElse(null), Objects::nonNull);
  }

  List<JsonNode> all() {
    return frames;
  }
}
