package dev.muster.auth.oauth;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.muster.kit.secret.Secret;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Who may ask for a service token. Only hashes of the secrets are kept. */
@ApplicationScoped
class Clients {
  private final Map<String, byte[]> secrets = new HashMap<>();

  @Inject
  Clients(ClientsConfig config) {
    put("ws-gateway", config.wsGateway());
    put("task-service", config.taskService());
    put("agent-registry-service", config.agentRegistryService());
  }

  private void put(String id, Optional<Secret> secret) {
    secret
        .filter(value -> !value.reveal().isBlank())
        .ifPresent(value -> secrets.put(id, sha256(value.reveal())));
  }

  /** Compares in the same time, however much of the secret is right and whether the id is known. */
  boolean knows(Credentials credentials) {
    byte[] given = sha256(credentials.secret());
    byte[] expected = secrets.get(credentials.id());
    boolean same = MessageDigest.isEqual(given, expected == null ? new byte[32] : expected);
    return same && expected != null;
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
