package dev.muster.kit.http;

import dev.muster.kit.proxy.ClientAddress;
import dev.muster.kit.proxy.ProxyChain;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import java.util.Optional;

@RequestScoped
class CurrentRequest implements RequestContext {
  @Inject CurrentVertxRequest current;
  @Inject ProxyChain proxies;
  private RequestMark ownWork;

  @Override
  public String requestId() {
    return mark().requestId();
  }

  @Override
  public Optional<String> traceparent() {
    return mark().traceparent();
  }

  @Override
  public ClientAddress client() {
    RoutingContext routing = current.getCurrent();
    return routing == null ? ClientAddress.UNKNOWN : proxies.client(routing.request());
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
