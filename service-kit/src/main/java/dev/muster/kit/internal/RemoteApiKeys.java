package dev.muster.kit.internal;

import dev.muster.error.ContractException;
import dev.muster.error.ErrorCode;
import dev.muster.internal.ApiKeyProfile;
import dev.muster.internal.ApiKeyUses;
import dev.muster.kit.apikey.ApiKey;
import dev.muster.kit.apikey.ApiKeySource;
import dev.muster.kit.apikey.AppKey;
import dev.muster.kit.scope.Scope;
import dev.muster.kit.secret.Secret;
import dev.muster.kit.token.Role;
import io.quarkus.arc.DefaultBean;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The keys of auth-service. */
@Singleton
@DefaultBean
class RemoteApiKeys implements ApiKeySource {
  private static final String KEYS = "/internal/api-keys/";

  @Inject InternalClient client;

  @Override
  public Optional<ApiKey> find(AppKey key) {
    try {
      return Optional.of(key(client.get(Peer.AUTH, KEYS + key.text(), ApiKeyProfile.class)));
    } catch (ContractException e) {
      if (e.code() == ErrorCode.NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }

  @Override
  public void used(Set<UUID> ids) {
    client.post(Peer.AUTH, KEYS + "uses", new ApiKeyUses(List.copyOf(ids)), Void.class);
  }

  private static ApiKey key(ApiKeyProfile profile) {
    return new ApiKey(
        profile.id(),
        profile.ownerId(),
        known(profile.roles(), Role::ofWire),
        known(profile.scopes(), Scope::ofWire),
        profile.expiresAt(),
        profile.agentId(),
        Secret.of(profile.secret()));
  }

  /** What a newer auth-service names and this service doesn't know gives nothing. */
  private static <T> Set<T> known(List<String> names, Function<String, Optional<T>> reading) {
    return names.stream().map(reading).flatMap(Optional::stream).collect(Collectors.toSet());
  }
}
