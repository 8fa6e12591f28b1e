package dev.muster.gateway.client;

import dev.muster.event.RevocationNotice;
import dev.muster.gateway.GatewayMetrics;
import dev.muster.gateway.feed.FeedAudience;
import dev.muster.gateway.feed.FeedEvent;
import dev.muster.gateway.feed.Position;
import dev.muster.gateway.output.LogWatches;
import dev.muster.kit.token.Revocations;
import dev.muster.kit.token.Role;
import dev.muster.wire.CloseReason;
import io.quarkus.runtime.Startup;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** The clients' connections to this process, by user. */
@Singleton
class ClientConnections implements FeedAudience {
  private final Map<String, Set<ClientConnection>> byUser = new ConcurrentHashMap<>();
  private final Set<ClientConnection> admins = ConcurrentHashMap.newKeySet();
  private final Set<ClientConnection> all = ConcurrentHashMap.newKeySet();
  private final Revocations revocations;
  private final LogWatches watches;

  @Inject
  ClientConnections(Revocations revocations, LogWatches watches, GatewayMetrics metrics) {
    this.watches = watches;
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

  /** Each goes to the user whose task it is about, and to every admin, once. */
  @Override
  public void events(List<FeedEvent> events) {
    events.stream().filter(FeedEvent::running).forEach(each -> watches.running(each.taskId()));
    runAll(admins, session -> session.events(events));
    events.stream()
        .collect(Collectors.groupingBy(FeedEvent::ownerId))
        .forEach(
            (owner, own) -> {
              Set<ClientConnection> others = new HashSet<>(byUser.getOrDefault(owner, Set.of()));
              others.removeIf(each -> each.token().has(Role.ADMIN));
              runAll(others, session -> session.events(own));
            });
  }

  /** In one task for each event loop. */
  private static void runAll(Set<ClientConnection> some, Consumer<ClientSession> work) {
    some.stream()
        .collect(Collectors.groupingBy(ClientConnection::eventLoop))
        .values()
        .forEach(neighbours -> ClientConnection.runAll(neighbours, work));
  }

  /** The periodic work of all. */
  void tick() {
    runAll(all, ClientSession::tick);
  }

  @Override
  public void restarted(Position start) {
    all.forEach(each -> each.run(session -> session.feedRestarted(start)));
  }

  void forEach(Consumer<ClientConnection> work) {
    all.forEach(work);
  }

  int size() {
    return all.size();
  }

  @Override
  public boolean isEmpty() {
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
