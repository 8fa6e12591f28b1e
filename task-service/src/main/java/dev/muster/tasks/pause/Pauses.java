package dev.muster.tasks.pause;

import dev.muster.error.ContractException;
import dev.muster.error.ErrorCode;
import dev.muster.id.Ids;
import dev.muster.kit.audit.Audit;
import dev.muster.kit.audit.AuditEvent;
import dev.muster.kit.db.Transactions;
import dev.muster.tasks.dispatch.DispatchLock;
import dev.muster.tasks.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What administrators have paused. Once a pause is committed no round that is under way ignores it.
 */
@ApplicationScoped
class Pauses {
  private static final int MOST_PER_NAMESPACE = 1_000;

  private final Transactions transactions;
  private final Audit audit;

  @Inject
  Pauses(Transactions transactions, Audit audit) {
    this.transactions = transactions;
    this.audit = audit;
  }

  /** A pause, and whether this call made it. */
  record Made(PauseView pause, boolean fresh) {}

  /** A pause that is over, and the routes that are served again. */
  record Ended(PauseView pause, List<Long> routes) {}

  List<PauseView> list(String namespace) {
    return transactions.inTransaction(
        connection ->
            Sql.query(
                connection,
                PauseSql.LIST,
                PauseView::of,
                Sql.value(namespace),
                Sql.value(namespace)));
  }

  /** What is paused already keeps its reason. Throws 3001 when the namespace has too many. */
  Made pause(NewPause wish, UUID caller) {
    return transactions.inTransaction(
        connection -> {
          DispatchLock.take(connection, wish.namespace());
          Optional<PauseView> same = same(connection, wish);
          if (same.isPresent()) {
            return new Made(same.get(), false);
          }
          requireRoom(connection, wish.namespace());
          PauseView made = insert(connection, wish, caller);
          audit.record(connection, line("pause.create", made).because(wish.reason()));
          return new Made(made, true);
        });
  }

  Ended resume(UUID id) {
    return transactions.inTransaction(
        connection -> {
          List<PauseView> deleted =
              Sql.query(connection, PauseSql.DELETE, PauseView::of, Sql.value(id));
          if (deleted.isEmpty()) {
            throw ContractException.notFound("pause");
          }
          PauseView pause = deleted.getFirst();
          audit.record(connection, line("pause.delete", pause));
          return new Ended(pause, routes(connection, pause));
        });
  }

  private static Optional<PauseView> same(Connection connection, NewPause wish)
      throws SQLException {
    return Sql.query(
            connection,
            PauseSql.SAME,
            PauseView::of,
            Sql.value(wish.namespace()),
            Sql.value(wish.type()),
            Sql.value(wish.agentId()),
            texts(wish.capabilities()))
        .stream()
        .findFirst();
  }

  /** Every round looks at all of them. */
  private static void requireRoom(Connection connection, String namespace) throws SQLException {
    long pauses =
        Sql.query(connection, PauseSql.COUNT, row -> row.getLong(1), Sql.value(namespace))
            .getFirst();
    if (pauses >= MOST_PER_NAMESPACE) {
      throw new ContractException(
          ErrorCode.NOT_EXECUTABLE,
          "namespace %s has %d pauses already: end one first".formatted(namespace, pauses));
    }
  }

  private static PauseView insert(Connection connection, NewPause wish, UUID caller)
      throws SQLException {
    return Sql.query(
            connection,
            PauseSql.INSERT,
            PauseView::of,
            Sql.value(Ids.next()),
            Sql.value(wish.namespace()),
            Sql.value(wish.type()),
            Sql.value(wish.agentId()),
            texts(wish.capabilities()),
            Sql.value(wish.reason()),
            Sql.value(caller))
        .getFirst();
  }

  private static List<Long> routes(Connection connection, PauseView pause) throws SQLException {
    return Sql.query(
        connection,
        PauseSql.ROUTES,
        row -> row.getLong("id"),
        Sql.value(pause.namespace()),
        Sql.value(pause.type()),
        Sql.value(pause.type()),
        Sql.value(pause.agentId()),
        Sql.value(pause.agentId()),
        texts(pause.capabilities()),
        texts(pause.capabilities()));
  }

  private static AuditEvent line(String action, PauseView pause) {
    AuditEvent line =
        AuditEvent.of(action).on("pause", pause.id()).with("namespace", pause.namespace());
    if (pause.type() != null) {
      line = line.with("type", pause.type());
    }
    if (pause.agentId() != null) {
      line = line.with("agent_id", pause.agentId().toString());
    }
    return pause.capabilities() == null
        ? line
        : line.with("capabilities", String.join(" ", pause.capabilities()));
  }

  private static Sql.Param texts(List<String> texts) {
    return texts == null ? Sql.value(null) : Sql.array("text", texts);
  }
}
