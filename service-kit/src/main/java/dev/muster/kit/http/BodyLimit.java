package dev.muster.kit.http;

import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.vertx.http.runtime.VertxHttpRecorder;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.impl.RoutingContextInternal;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.function.Consumer;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Refuses bodies that are too large before a resource sees them. One of stated length is judged by
 * that; one in chunks is read here up to the limit, because the framework would cut it off with an
 * answer that says nothing. So is one that is signed.
 */
@Singleton
class BodyLimit {
  private final long largest;
  private final long most;
  private final List<PathPrefix> large;

  @Inject
  BodyLimit(
      @ConfigProperty(name = "quarkus.http.limits.max-body-size") MemorySize largest,
      BodyConfig config) {
    this.largest = largest.asLongValue();
    this.most = config.most().asLongValue();
    this.large = config.largePaths().orElse(List.of()).stream().map(PathPrefix::of).toList();
  }

  /** Lets the request go on, at once or when its body is there, or refuses it. */
  void admit(RoutingContext routing, Consumer<RoutingContext> refuse) {
    if (statedLength(routing.request()) > most(routing)) {
      refuseUnread(routing, refuse);
    } else if (isChunked(routing.request())) {
      gather(routing, refuse);
    } else if (WholeBody.isWanted(routing.request())) {
      gatherStated(routing, refuse);
    } else {
      routing.next();
    }
  }

  /** The framework's own limit, of a body whose length isn't stated and that isn't read here. */
  void bound(RoutingContext routing) {
    if (routing.get(VertxHttpRecorder.MAX_REQUEST_SIZE_KEY) != null) {
      routing.put(VertxHttpRecorder.MAX_REQUEST_SIZE_KEY, most);
    }
    routing.next();
  }

  /** The most for this request. */
  long most(RoutingContext routing) {
    return isLarge(routing) ? largest : most;
  }

  private boolean isLarge(RoutingContext routing) {
    return !large.isEmpty()
        && statedLength(routing.request()) > most
        && !isChunked(routing.request())
        && !WholeBody.isWanted(routing.request())
        && PathPrefix.readings(routing).stream()
            .allMatch(path -> large.stream().anyMatch(each -> each.covers(path)));
  }

  // Not in chunks and without a length means without a body.
  private void gatherStated(RoutingContext routing, Consumer<RoutingContext> refuse) {
    if (statedLength(routing.request()) > 0) {
      gather(routing, refuse);
    } else {
      WholeBody.keep(routing, Buffer.buffer());
      routing.next();
    }
  }

  private void gather(RoutingContext routing, Consumer<RoutingContext> refuse) {
    Buffer body = Buffer.buffer();
    HttpServerRequest request = routing.request();
    if ("100-continue".equalsIgnoreCase(request.getHeader(HttpHeaders.EXPECT))) {
      routing.response().writeContinue();
      request.headers().remove(HttpHeaders.EXPECT);
    }
    request.endHandler(
        end -> {
          ((RoutingContextInternal) routing).setBody(body);
          WholeBody.keep(routing, body);
          routing.next();
        });
    request.handler(
        chunk -> {
          if (body.length() + chunk.length() <= most) {
            body.appendBuffer(chunk);
            return;
          }
          request.handler(ignored -> {});
          request.endHandler(ignored -> {});
          refuseUnread(routing, refuse);
        });
  }

  // The rest of the body is not read: the connection can't be used again.
  private static void refuseUnread(RoutingContext routing, Consumer<RoutingContext> refuse) {
    if (routing.request().version() != HttpVersion.HTTP_2) {
      routing.response().putHeader(HttpHeaders.CONNECTION, "close");
    }
    refuse.accept(routing);
  }

  // Over HTTP/2 the framework can't go on with a request that was read to its end.
  private static boolean isChunked(HttpServerRequest request) {
    return request.version() != HttpVersion.HTTP_2
        && request.headers().contains(HttpHeaders.TRANSFER_ENCODING);
  }

  private static long statedLength(HttpServerRequest request) {
    String stated = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    try {
      return stated == null ? 0 : Long.parseLong(stated);
    } catch (NumberFormatException e) {
      return 0;
    }
  }
}
