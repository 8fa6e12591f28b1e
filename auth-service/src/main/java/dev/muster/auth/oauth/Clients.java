package dev.muster.auth.oauth;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** The one place where a client is looked up, whatever kind it is of. */
@ApplicationScoped
class Clients {
  private final PlatformClients platform;

  @Inject
  Clients(PlatformClients platform) {
    this.platform = platform;
  }

  /** Throws {@code invalid_client} for an unknown id and a wrong secret alike. */
  Client authenticate(Credentials credentials) {
    return platform.find(credentials).orElseThrow(OAuthException::unknownClient);
  }
}
