package dev.muster.gateway.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.muster.gateway.feed.FeedHistory;
import dev.muster.wire.CloseReason;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;

/** The world of one client's session: notes what is done to it, and answers nothing by itself. */
final class RecordedClient implements ClientPort {
  final List<String> sent = new ArrayList<>();
  final List<Consumer<TaskAnswer<JsonNode>>> reads = new ArrayList<>();
  CloseReason closed;
  int pings;
  long quietMs;
  boolean feedReady;

  private final FeedHistory history = new FeedHistory(1, 1);

  @Override
  public void send(String type, String frame) {
    sent.add(type);
  }

  @Override
  public void close(CloseReason reason) {
    closed = reason;
  }

  @Override
  public void ping() {
    pings++;
  }

  @Override
  public void post(
      String path, JsonNode body, String requestId, Consumer<TaskAnswer<JsonNode>> then) {}

  @Override
  public long quietMs() {
    return quietMs;
  }

  @Override
  public boolean hasRoom() {
    return true;
  }

  @Override
  public void later(Runnable work) {
    work.run();
  }

  @Override
  public FeedHistory feed() {
    return history;
  }

  @Override
  public boolean isFeedReady() {
    return feedReady;
  }

  @Override
  public void read(String path, Consumer<TaskAnswer<JsonNode>> then) {
    reads.add(then);
  }

  @Override
  public void readOutput(String path, Consumer<TaskAnswer<OutputPart>> then) {}

  @Override
  public Runnable follow(UUID taskId, String phase, Runnable wake) {
    return () -> {};
  }
}
