package dev.muster.kit.internal;

/** A service that others call. */
public enum Peer {
  AUTH("auth-service"),
  REGISTRY("agent-registry-service"),
  TASK("task-service");

  private final String serviceName;

  Peer(String serviceName) {
    this.serviceName = serviceName;
  }

  public String serviceName() {
    return serviceName;
  }
}
