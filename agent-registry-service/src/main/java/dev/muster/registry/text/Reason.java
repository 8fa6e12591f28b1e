package dev.muster.registry.text;

/**
 * Body of a request that orders something: why, for whoever looks later. May be left out.
 *
 * @param reason one line of at most {@value #MOST} characters; null for an empty one
 */
public record Reason(@Line(max = Reason.MOST) String reason) {
  public static final int MOST = 500;

  public Reason {
    reason = "".equals(reason) ? null : reason;
  }

  /** The text of a body that may be missing; empty without one. */
  public static String of(Reason given) {
    return given == null || given.reason == null ? "" : given.reason;
  }
}
