package dev.muster.agent.process;

import com.fasterxml.jackson.databind.JsonNode;
import dev.muster.agent.executor.Execution;
import dev.muster.agent.executor.StopRequest;
import dev.muster.id.Ids;
import dev.muster.wire.AttemptRef;
import dev.muster.wire.FrameCodec;
import dev.muster.wire.LogContent;
import dev.muster.wire.LogStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** An attempt whose output goes nowhere but here. */
public final class RecordingExecution implements Execution {
  private final AttemptRef attempt = new AttemptRef(Ids.next(), "lease", 1);
  private final JsonNode input;
  private final CompletableFuture<StopRequest> stop = new CompletableFuture<>();
  private final List<Chunk> chunks = new ArrayList<>();
  private volatile boolean watched = true;
  private volatile Runnable onWatched = () -> {};

  /** One call of {@link #output}. */
  public record Chunk(LogStream stream, LogContent content) {
    public String text() {
      return new String(content.bytes(), StandardCharsets.UTF_8);
    }
  }

  public RecordingExecution(String input) {
    try {
      this.input = FrameCodec.JSON.readTree(input);
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new IllegalArgumentException(input, e);
    }
  }

  public void stop(StopRequest.Reason reason, Duration grace) {
    stop.complete(new StopRequest(reason, grace, "by the test"));
  }

  public synchronized List<Chunk> chunks() {
    return List.copyOf(chunks);
  }

  public synchronized byte[] bytes() {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    chunks.forEach(chunk -> all.writeBytes(chunk.content().bytes()));
    return all.toByteArray();
  }

  public String text() {
    return new String(bytes(), StandardCharsets.UTF_8);
  }

  @Override
  public AttemptRef attempt() {
    return attempt;
  }

  @Override
  public JsonNode input() {
    return input;
  }

  @Override
  public Map<String, String> metadata() {
    return Map.of("traceparent", "00-1-2-01");
  }

  @Override
  public CompletableFuture<StopRequest> stop() {
    return stop;
  }

  @Override
  public synchronized void output(LogStream stream, byte[] bytes) {
    chunks.add(new Chunk(stream, new LogContent(bytes)));
  }

  @Override
  public boolean outputArrived() {
    return true;
  }

  /** As the server's word would do; an execution is watched from its beginning. */
  public void watch(boolean on) {
    watched = on;
    if (on) {
      onWatched.run();
    }
  }

  @Override
  public boolean outputWatched() {
    return watched;
  }

  @Override
  public void onOutputWatched(Runnable listener) {
    onWatched = listener;
  }

  @Override
  public void outputEnding() {}

  @Override
  public void progress(Double percent, String stage, String message, JsonNode data) {}
}
