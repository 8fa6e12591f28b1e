package dev.muster.gateway.socket;

import java.util.Optional;

/** {@code Sec-WebSocket-Protocol: SCHEME, CREDENTIAL}: the only place where a browser has room. */
public final class Subprotocol {
  private Subprotocol() {}

  public static Optional<String> credential(String header, String scheme) {
    if (header == null) {
      return Optional.empty();
    }
    String[] offered = header.split(",", -1);
    if (offered.length != 2 || !offered[0].strip().equals(scheme)) {
      return Optional.empty();
    }
    String credential = offered[1].strip();
    return credential.isEmpty() ? Optional.empty() : Optional.of(credential);
  }
}
