package dev.muster.auth.oauth;

import dev.muster.kit.secret.SaltedHash;
import dev.muster.kit.secret.Secret;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The platform's own services, by configuration. Only hashes of the secrets are kept. */
@ApplicationScoped
class PlatformClients {
  private final Map<String, SaltedHash> secrets = new HashMap<>();

  /** What an unknown client's secret is compared with, so that it takes the same time. */
  private final SaltedHash nobodys = SaltedHash.of(new byte[32]);

  @Inject
  PlatformClients(ClientsConfig config) {
    put("ws-gateway", config.wsGateway());
    put("task-service", config.taskService());
    put("agent-registry-service", config.agentRegistryService());
  }

  private void put(String id, Optional<Secret> secret) {
    secret
        .map(Secret::reveal)
        .filter(value -> !value.isBlank())
        .ifPresent(value -> secrets.put(id, SaltedHash.of(bytes(value))));
  }

  /** Compares in the same time, however much of the secret is right and whether the id is known. */
  Optional<Client> find(Credentials credentials) {
    SaltedHash expected = secrets.getOrDefault(credentials.id(), nobodys);
    boolean right = expected.matches(bytes(credentials.secret()));
    return right && secrets.containsKey(credentials.id())
        ? Optional.of(Client.service(credentials.id()))
        : Optional.empty();
  }

  boolean isKnown(String id) {
    return secrets.containsKey(id);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
