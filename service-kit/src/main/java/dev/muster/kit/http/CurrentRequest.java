package dev.muster.kit.http;

import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import java.util.Optional;

@RequestScoped
class CurrentRequest implements RequestContext {
  @Inject CurrentVertxRequest current;
  private RequestMark ownWork;

  @Override
  public String requestId() {
    return mark().requestId();
  }

  @Override
  public Optional<String> traceparent() {
    return mark().traceparent();
  }

  RequestMark mark() {
    RoutingContext routing = current.getCurrent();
    if (routing != null) {
      return RequestMark.of(routing);
    }
    // Work that a timer or a message began has an id too.
    if (ownWork == null) {
      ownWork = RequestMark.read("/", null, null);
    }
    return ownWork;
  }
}
