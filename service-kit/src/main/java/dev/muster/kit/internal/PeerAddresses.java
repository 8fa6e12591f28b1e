package dev.muster.kit.internal;

import io.smallrye.config.ConfigMapping;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.URI;

/** Where the other services are. */
@Singleton
class PeerAddresses {

  /** {@code muster.auth.url}. */
  @ConfigMapping(prefix = "muster.auth")
  interface Auth {
    URI url();
  }

  /** {@code muster.registry.url}. */
  @ConfigMapping(prefix = "muster.registry")
  interface Registry {
    URI url();
  }

  /** {@code muster.task.url}. */
  @ConfigMapping(prefix = "muster.task")
  interface Task {
    URI url();
  }

  @Inject Auth auth;
  @Inject Registry registry;
  @Inject Task task;

  URI of(Peer peer, String path) {
    URI base =
        switch (peer) {
          case AUTH -> auth.url();
          case REGISTRY -> registry.url();
          case TASK -> task.url();
        };
    String text = base.toString();
    return URI.create((text.endsWith("/") ? text.substring(0, text.length() - 1) : text) + path);
  }
}
