package dev.muster.kit.apikey;

import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Where API keys are kept: auth-service, which other services ask, unless a service has its own
 * bean. Blocks; called concurrently.
 */
public interface ApiKeySource {

  /**
   * Empty when there is no such key, it has expired, or its owner is disabled. Throws {@link
   * dev.muster.error.ContractException} 5003 when that can't be known now.
   */
  Optional<ApiKey> find(AppKey key);

  /**
   * These were used a moment ago; at most {@link dev.muster.internal.ApiKeyUses#MOST}. Throws as
   * {@link #find}, and may then be called again with the same.
   */
  void used(Set<UUID> ids);
}
