package dev.muster.system.rest;

import dev.muster.platform.part.ServiceKind;

/**
 * One operation of a service's description.
 *
 * @param path as described, with names in braces
 * @param sends media type of its body; empty when it has none
 */
public record Endpoint(ServiceKind service, String method, String path, String sends) {
  /** Whether only other services call it, past the edge. */
  public boolean isInternal() {
    return path.startsWith("/internal/");
  }

  public String name() {
    return method + " " + path;
  }
}
