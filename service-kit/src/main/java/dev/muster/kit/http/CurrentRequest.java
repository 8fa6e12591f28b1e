package dev.muster.kit.http;

import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import java.util.Optional;

@RequestScoped
class CurrentRequest implements RequestContext {
  @Inject CurrentVertxRequest current;

  @Override
  public String requestId() {
    return mark().requestId();
  }

  @Override
  public Optional<String> traceparent() {
    return mark().traceparent();
  }

  RequestMark mark() {
    return RequestMark.of(current.getCurrent());
  }
}
