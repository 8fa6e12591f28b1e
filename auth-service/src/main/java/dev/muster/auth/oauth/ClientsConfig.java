package dev.muster.auth.oauth;

import dev.muster.kit.secret.Secret;
import io.smallrye.config.ConfigMapping;
import java.util.Optional;

/** Secrets of the platform's own services; a service without one here gets no tokens. */
@ConfigMapping(prefix = "muster.clients")
interface ClientsConfig {
  Optional<Secret> wsGateway();

  Optional<Secret> taskService();

  Optional<Secret> agentRegistryService();
}
