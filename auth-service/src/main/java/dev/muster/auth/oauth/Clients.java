package dev.muster.auth.oauth;

import dev.muster.auth.apikey.ApiKeys;
import dev.muster.kit.apikey.AppKey;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;

/** The one place where a client is looked up, whatever kind it is of. */
@ApplicationScoped
class Clients {
  private final PlatformClients platform;
  private final ApiKeys keys;

  @Inject
  Clients(PlatformClients platform, ApiKeys keys) {
    this.platform = platform;
    this.keys = keys;
  }

  /** Throws {@code invalid_client} for an unknown id and a wrong secret alike. */
  Client authenticate(Credentials credentials) {
    Optional<AppKey> appKey = AppKey.parse(credentials.id());
    Optional<Client> client =
        appKey.isPresent()
            ? keys.recognise(appKey.get(), credentials.secret()).map(Client::key)
            : platform.find(credentials);
    return client.orElseThrow(OAuthException::unknownClient);
  }
}
