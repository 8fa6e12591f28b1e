package dev.muster.kit.http;

import dev.muster.kit.proxy.ClientAddress;
import java.util.Optional;

/** Names the request that is being answered; injectable, and valid while it lasts. */
public interface RequestContext {

  /** The caller's {@code X-Request-ID} (up to 128 visible ASCII characters), else a new one. */
  String requestId();

  /** The caller's W3C {@code traceparent}, if it sent a valid one. */
  Optional<String> traceparent();

  /** Where it came from; {@link ClientAddress#UNKNOWN} for work that no request began. */
  ClientAddress client();
}
