package dev.muster.kit.stream;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How streams are written and read. */
@ConfigMapping(prefix = "muster.stream")
public interface StreamConfig {
  /** Entries a stream keeps, approximately; the oldest go first. */
  @WithDefault("100000")
  long maxLength();

  /** Entries that may wait to be written. */
  @WithDefault("20000")
  int queueEntries();

  /** Bytes that may wait to be written. */
  @WithDefault("33554432")
  long queueBytes();

  /** How long a command may take before its connection is given up. */
  @WithDefault("5s")
  Duration timeout();

  /** How long a read waits for entries; a stop and a flush are noticed after it at the latest. */
  @WithDefault("1s")
  Duration block();

  /** Bytes that a batch should have at most, estimated from the batches before it. */
  @WithDefault("8388608")
  long batchBytes();

  /** Entries that a consumer has held this long without a sign of life go to another. */
  @WithDefault("30s")
  Duration claimAfter();

  /** A consumer without entries that hasn't read for this long is forgotten. */
  @WithDefault("10m")
  Duration forgetAfter();

  /** Failures of one entry by itself before it becomes a dead letter. */
  @WithDefault("5")
  int tries();

  /** First pause after a failure, doubled from then on. */
  @WithDefault("100ms")
  Duration firstPause();

  /** Longest pause between tries; less than a third of {@link #claimAfter}. */
  @WithDefault("5s")
  Duration longestPause();

  /** Dead letters kept, approximately. */
  @WithDefault("1000")
  long deadLetters();
}
