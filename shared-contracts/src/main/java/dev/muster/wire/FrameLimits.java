package dev.muster.wire;

/** What the server accepts from an agent, in bytes of UTF-8. */
public record FrameLimits(int maxFrameBytes, int maxResultBytes) {
  /** Protocol §6: 1 MiB a frame; a result leaves room for the frame around it. */
  public static final FrameLimits DEFAULT = new FrameLimits(1 << 20, (1 << 20) - (16 << 10));
}
