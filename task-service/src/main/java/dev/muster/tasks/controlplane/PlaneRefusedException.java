package dev.muster.tasks.controlplane;

/** The control plane has read what was sent and will never take it. */
final class PlaneRefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  PlaneRefusedException(int status) {
    super("answered " + status);
  }
}
