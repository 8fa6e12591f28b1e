package dev.muster.gateway.client;

import dev.muster.event.RevocationNotice;
import dev.muster.gateway.GatewayMetrics;
import dev.muster.kit.token.Revocations;
import dev.muster.kit.token.Role;
import dev.muster.wire.CloseReason;
import io.quarkus.runtime.Startup;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** The clients' connections to this process, by user. */
@Singleton
class ClientConnections {
  private final Map<String, Set<ClientConnection>> byUser = new ConcurrentHashMap<>();
  private final Set<ClientConnection> admins = ConcurrentHashMap.newKeySet();
  private final Set<ClientConnection> all = ConcurrentHashMap.newKeySet();
  private final Revocations revocations;

  @Inject
  ClientConnections(Revocations revocations, GatewayMetrics metrics) {
    this.revocations = revocations;
    metrics.connections("client", all, Set::size);
  }

  @Startup
  void start() {
    revocations.onRevoked(this::revoked);
  }

  void add(ClientConnection connection) {
    all.add(connection);
    byUser.compute(
        connection.token().subject(),
        (user, before) -> {
          Set<ClientConnection> own = before == null ? ConcurrentHashMap.newKeySet() : before;
          own.add(connection);
          return own;
        });
    if (connection.token().has(Role.ADMIN)) {
      admins.add(connection);
    }
  }

  void remove(ClientConnection connection) {
    all.remove(connection);
    admins.remove(connection);
    byUser.computeIfPresent(
        connection.token().subject(),
        (user, own) -> {
          own.remove(connection);
          return own.isEmpty() ? null : own;
        });
  }

  /** Those who may see a task of that user: the user, and every admin. Each once. */
  void forEachWhoMaySee(String ownerId, Consumer<ClientConnection> work) {
    byUser
        .getOrDefault(ownerId, Set.of())
        .forEach(
            each -> {
              if (!each.token().has(Role.ADMIN)) {
                work.accept(each);
              }
            });
    admins.forEach(work);
  }

  void forEach(Consumer<ClientConnection> work) {
    all.forEach(work);
  }

  int size() {
    return all.size();
  }

  boolean isEmpty() {
    return all.isEmpty();
  }

  private void revoked(RevocationNotice notice) {
    switch (notice.kind()) {
      case TOKEN, SESSION, USER, API_KEY, SIGNING_KEY ->
          all.forEach(
              each -> {
                if (revocations.isRevoked(each.token())) {
                  each.run(session -> session.close(CloseReason.REAUTHENTICATE));
                }
              });
      case AGENT -> {}
    }
  }
}
