package dev.muster.kit.apikey;

import io.quarkus.security.identity.request.BaseAuthenticationRequest;
import io.vertx.ext.web.RoutingContext;

/** From the mechanism, which found a key in a request, to {@link KeyIdentities}. */
final class KeyRequest extends BaseAuthenticationRequest {
  private final Presented presented;
  private final RoutingContext routing;

  KeyRequest(Presented presented, RoutingContext routing) {
    this.presented = presented;
    this.routing = routing;
  }

  Presented presented() {
    return presented;
  }

  RoutingContext routing() {
    return routing;
  }
}
