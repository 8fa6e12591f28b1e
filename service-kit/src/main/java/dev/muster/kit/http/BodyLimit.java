package dev.muster.kit.http;

import io.quarkus.runtime.configuration.MemorySize;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.impl.RoutingContextInternal;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
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

  @Inject
  BodyLimit(@ConfigProperty(name = "quarkus.http.limits.max-body-size") MemorySize largest) {
    this.largest = largest.asLongValue();
  }

  /** Lets the request go on, at once or when its body is there, or refuses it. */
  void admit(RoutingContext routing, Consumer<RoutingContext> refuse) {
    if (statedLength(routing.request()) > largest) {
      refuseUnread(routing, refuse);
    } else if (isChunked(routing.request())) {
      gather(routing, refuse);
    } else if (WholeBody.isWanted(routing.request())) {
      gatherStated(routing, refuse);
    } else {
      routing.next();
    }
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
          if (body.length() + chunk.length() <= largest) {
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
