package dev.muster.auth.token;

import java.time.Duration;

/** A signed token and how long it is good for. */
public record AccessToken(String jwt, Duration lifetime) {
  @Override
  public String toString() {
    return "AccessToken[" + lifetime + "]";
  }
}
