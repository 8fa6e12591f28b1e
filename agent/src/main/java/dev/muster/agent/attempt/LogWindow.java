package dev.muster.agent.attempt;

import dev.muster.wire.FrameLimits;

/**
 * How much output may be unacknowledged.
 *
 * @param bytes of one attempt
 * @param chunkBytes of one frame
 */
record LogWindow(int bytes, int chunkBytes) {
  private static final int MAX_CHUNK = 32 << 10;
  private static final int MIN_CHUNK = 256;
  private static final int MAX_WINDOW = 256 << 10;
  private static final int ALL_ATTEMPTS = 8 << 20;
  private static final int FRAME_AROUND = 1 << 10;

  /** A byte can become six characters of JSON ({@code \}{@code u0001}). */
  private static final int GROWTH = 6;

  static LogWindow of(int slots, FrameLimits limits) {
    int fitting = (limits.maxFrameBytes() - FRAME_AROUND) / GROWTH;
    return new LogWindow(
        Math.clamp(ALL_ATTEMPTS / Math.max(1, slots), MAX_CHUNK, MAX_WINDOW),
        Math.clamp(fitting, MIN_CHUNK, MAX_CHUNK));
  }
}
