package dev.muster.gateway.socket;

import java.util.function.IntConsumer;

/**
 * What waits for one peer to read it, bounded by frames and by bytes. Owned by the connection's
 * event loop; not thread-safe.
 */
public final class Outbox {
  private final int maxFrames;
  private final long maxBytes;
  private final IntConsumer change;
  private int frames;
  private long bytes;

  /**
   * @param change told of each change of the number of waiting frames
   */
  public Outbox(int maxFrames, long maxBytes, IntConsumer change) {
    this.maxFrames = maxFrames;
    this.maxBytes = maxBytes;
    this.change = change;
  }

  /** False when the frame doesn't fit any more: the peer reads too slowly. */
  public boolean begin(int size) {
    if (frames >= maxFrames || (bytes + size > maxBytes && frames > 0)) {
      return false;
    }
    frames++;
    bytes += size;
    change.accept(1);
    return true;
  }

  /** The frame of that size is with the operating system, or lost with the connection. */
  public void sent(int size) {
    frames--;
    bytes -= size;
    change.accept(-1);
  }

  /** At most a quarter is used. */
  public boolean isRoomy() {
    return frames <= maxFrames / 4 && bytes <= maxBytes / 4;
  }

  public int frames() {
    return frames;
  }

  public long bytes() {
    return bytes;
  }
}
