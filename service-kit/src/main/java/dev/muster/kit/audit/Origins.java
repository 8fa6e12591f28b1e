package dev.muster.kit.audit;

import dev.muster.kit.http.RequestContext;
import dev.muster.kit.token.Caller;
import io.quarkus.arc.Arc;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** Where the request that is being answered came from. */
@Singleton
class Origins {
  @Inject CurrentVertxRequest current;
  @Inject RequestContext request;
  @Inject Caller caller;

  /** With the actor that its token names, unless another one is known better. */
  Origin of(Actor known) {
    RoutingContext routing = routing();
    if (routing == null) {
      return known == null ? Origin.NONE : new Origin(known, null, null);
    }
    return new Origin(
        known == null ? actor() : known, request.client().text(), request.requestId());
  }

  /** Null when no request is being answered. */
  RoutingContext routing() {
    return Arc.container().requestContext().isActive() ? current.getCurrent() : null;
  }

  private Actor actor() {
    return caller.known().map(Actor::of).orElse(Actor.ANONYMOUS);
  }
}
