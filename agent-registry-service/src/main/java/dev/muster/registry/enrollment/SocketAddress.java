package dev.muster.registry.enrollment;

import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Where agents connect: the public address with the scheme of a WebSocket. */
@ApplicationScoped
class SocketAddress {
  private final String base;

  /** {@code muster.public-url}: http or https, as agents reach it. */
  SocketAddress(@ConfigProperty(name = "muster.public-url") URI publicUrl) {
    String scheme = publicUrl.getScheme();
    if (!"http".equals(scheme) && !"https".equals(scheme)) {
      throw new IllegalArgumentException("muster.public-url must be an http or https address");
    }
    this.base = "ws" + publicUrl.toString().substring("http".length()).replaceAll("/+$", "");
  }

  String of(UUID agentId) {
    return base + "/ws/agent/" + agentId;
  }
}
