package dev.muster.auth.apikey;

import dev.muster.kit.apikey.ApiKey;
import dev.muster.kit.apikey.ApiKeySource;
import dev.muster.kit.apikey.AppKey;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** This service reads its own table, not itself over HTTP. */
@ApplicationScoped
class OwnApiKeys implements ApiKeySource {
  private final ApiKeys keys;

  @Inject
  OwnApiKeys(ApiKeys keys) {
    this.keys = keys;
  }

  @Override
  public Optional<ApiKey> find(AppKey key) {
    return keys.usable(key);
  }

  @Override
  public void used(Set<UUID> ids) {
    keys.used(ids);
  }
}
