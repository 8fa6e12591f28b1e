package dev.muster.kit.http;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.UriInfo;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** Resources are written once, under {@code /api}, without a slash at the end. */
class PathRewriting {

  @ServerRequestFilter(preMatching = true)
  void rewrite(ContainerRequestContext request) {
    UriInfo uri = request.getUriInfo();
    String sent = uri.getRequestUri().getRawPath();
    String path = canonical(sent);
    if (!path.equals(sent)) {
      request.setRequestUri(uri.getRequestUriBuilder().replacePath(path).build());
    }
  }

  static String canonical(String sent) {
    String path = Framing.isV1(sent) ? "/api" + sent.substring(Framing.V1.length()) : sent;
    return path.startsWith("/") ? "/" + withoutSlashAtEnd(path.substring(1)) : path;
  }

  static String withoutSlashAtEnd(String path) {
    int end = path.length();
    while (end > 0 && path.charAt(end - 1) == '/') {
      end--;
    }
    return path.substring(0, end);
  }
}
