package dev.muster.tasks.controlplane;

/** A process's work with one control plane: looking for work, and telling what became of it. */
public final class Poller implements AutoCloseable {
  private final PlaneClient plane;
  private final Lease lease;
  private final PlaneLoop looking;
  private final PlaneLoop telling;

  Poller(PlaneClient plane, Lease lease, PlaneLoop looking, PlaneLoop telling) {
    this.plane = plane;
    this.lease = lease;
    this.looking = looking;
    this.telling = telling;
  }

  void start() {
    looking.start();
    telling.start();
  }

  /** Whether it is this one's turn. */
  public boolean isLeading() {
    return lease.isHeld();
  }

  /** Lets another process take over at once. */
  @Override
  public void close() {
    plane.close();
    looking.end();
    telling.end();
    lease.release();
  }
}
