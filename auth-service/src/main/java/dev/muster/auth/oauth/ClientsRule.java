package dev.muster.auth.oauth;

import dev.muster.kit.secret.KnownSecrets;
import dev.muster.kit.secret.ProductionRule;
import jakarta.inject.Singleton;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.Config;

/** Who knows a service's secret is that service. */
@Singleton
class ClientsRule implements ProductionRule {
  @Override
  public Stream<String> findings(Config config) {
    return KnownSecrets.among(
        config,
        "muster.clients.ws-gateway",
        "muster.clients.task-service",
        "muster.clients.agent-registry-service");
  }
}
