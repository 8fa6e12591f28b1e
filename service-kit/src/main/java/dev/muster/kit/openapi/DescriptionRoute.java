package dev.muster.kit.openapi;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.io.InputStream;

/** Hands out the description that was made when the service was built. */
@ApplicationScoped
class DescriptionRoute {
  private static final String PATH = "/q/openapi";
  private static final String RESOURCE = "META-INF/muster/openapi.json";

  void register(@Observes Router router) {
    router.get(PATH).order(-1).handler(DescriptionRoute::answer);
  }

  private static void answer(RoutingContext routing) {
    try (InputStream description =
        Thread.currentThread().getContextClassLoader().getResourceAsStream(RESOURCE)) {
      if (description == null) {
        routing.next();
        return;
      }
      routing.response().putHeader(HttpHeaders.CONTENT_TYPE, "application/json");
      routing.end(Buffer.buffer(description.readAllBytes()));
    } catch (IOException e) {
      routing.fail(e);
    }
  }
}
