package dev.muster.agent.attempt;

import com.fasterxml.jackson.databind.JsonNode;
import dev.muster.agent.executor.Execution;
import dev.muster.agent.executor.StopRequest;
import dev.muster.wire.AgentSignal;
import dev.muster.wire.AttemptRef;
import dev.muster.wire.LogStream;
import dev.muster.wire.RunningAttempt;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** One attempt from its dispatch until its outcome is acknowledged. */
final class Attempt implements Execution {
  private final AttemptRef ref;
  private final JsonNode input;
  private final Map<String, String> metadata;
  private final AttemptLog log;
  private final LogDemand demand = new LogDemand(System::nanoTime);
  private final CompletableFuture<StopRequest> stop = new CompletableFuture<>();
  private final CompletableFuture<Void> ended = new CompletableFuture<>();
  private volatile boolean abandoned;

  Attempt(AttemptRef ref, JsonNode input, Map<String, String> metadata, AttemptLog log) {
    this.ref = ref;
    this.input = input;
    this.metadata = metadata;
    this.log = log;
  }

  AttemptLog log() {
    return log;
  }

  LogDemand demand() {
    return demand;
  }

  /** Completes when nothing of it runs on this machine any more. */
  CompletableFuture<Void> ended() {
    return ended;
  }

  boolean abandoned() {
    return abandoned;
  }

  void abandon(StopRequest request) {
    abandoned = true;
    stop.complete(request);
    log.abandon();
  }

  RunningAttempt asRunning() {
    return new RunningAttempt(ref, Map.of(log.phase(), log.produced()));
  }

  @Override
  public AttemptRef attempt() {
    return ref;
  }

  @Override
  public JsonNode input() {
    return input;
  }

  @Override
  public Map<String, String> metadata() {
    return metadata;
  }

  @Override
  public CompletableFuture<StopRequest> stop() {
    return stop;
  }

  @Override
  public void output(LogStream stream, byte[] bytes) throws InterruptedException {
    log.write(stream, bytes);
  }

  @Override
  public boolean outputArrived() {
    return log.arrived();
  }

  @Override
  public boolean outputWatched() {
    return demand.exists();
  }

  @Override
  public void onOutputWatched(Runnable listener) {
    demand.onStart(listener);
  }

  @Override
  public void outputEnding() {
    log.ending();
  }

  @Override
  public void progress(Double percent, String stage, String message, JsonNode data)
      throws InterruptedException {
    log.progress(new AgentSignal.TaskProgress(ref, percent, stage, message, data));
  }
}
