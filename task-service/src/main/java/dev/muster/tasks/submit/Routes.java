package dev.muster.tasks.submit;

import dev.muster.error.ContractException;
import dev.muster.error.ErrorCode;
import dev.muster.kit.db.CommitUnknownException;
import dev.muster.kit.db.Transactions;
import dev.muster.tasks.config.TaskConfig;
import dev.muster.tasks.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The ids of routes. Routes are never deleted, so an id once read stays true. */
@ApplicationScoped
class Routes {
  private static final int MOST_REMEMBERED = 100_000;

  private static final String INSERT =
      """
      insert into route (namespace, agent_id, capabilities, private_too, type)
      values (?, ?, ?, ?, ?)
      on conflict do nothing
      """;

  private static final String FIND =
      """
      select id from route
      where namespace = ? and agent_id is not distinct from ? and capabilities = ?
        and private_too = ? and type = ?
      """;

  /** Through the unique index; no more is counted than may be there. */
  private static final String COUNT =
      "select count(*) from (select 1 from route where namespace = ? limit ?) counted";

  private final Map<RouteKey, Long> ids = new ConcurrentHashMap<>();
  private final Transactions transactions;
  private final int mostPerNamespace;

  @Inject
  Routes(Transactions transactions, TaskConfig config) {
    this.transactions = transactions;
    this.mostPerNamespace = config.maxRoutesPerNamespace();
  }

  /** Throws 3001 when the namespace has too many routes for another one. */
  long id(RouteKey key) throws SQLException {
    Long known = ids.get(key);
    if (known != null) {
      return known;
    }
    long id = findOrInsert(key);
    if (ids.size() >= MOST_REMEMBERED) {
      ids.clear();
    }
    ids.put(key, id);
    return id;
  }

  private long findOrInsert(RouteKey key) {
    try {
      return transactions.inTransaction(connection -> findOrInsert(connection, key));
    } catch (CommitUnknownException e) {
      // It is there, or it is made now.
      return transactions.inTransaction(connection -> findOrInsert(connection, key));
    }
  }

  private long findOrInsert(Connection connection, RouteKey key) throws SQLException {
    List<Long> found = find(connection, key);
    if (found.isEmpty()) {
      requireRoom(connection, key.namespace());
      Sql.update(
          connection,
          INSERT,
          Sql.value(key.namespace()),
          Sql.value(key.agentId()),
          Sql.array("text", key.capabilities()),
          Sql.value(key.privateToo()),
          Sql.value(key.type()));
      found = find(connection, key);
    }
    return found.getFirst();
  }

  private void requireRoom(Connection connection, String namespace) throws SQLException {
    long routes =
        Sql.query(
                connection,
                COUNT,
                row -> row.getLong(1),
                Sql.value(namespace),
                Sql.value(mostPerNamespace))
            .getFirst();
    if (routes >= mostPerNamespace) {
      throw new ContractException(
          ErrorCode.NOT_EXECUTABLE,
          "the tasks of namespace "
              + namespace
              + " differ in "
              + mostPerNamespace
              + " combinations of agent, capabilities and type already: use one of those");
    }
  }

  private static List<Long> find(Connection connection, RouteKey key) throws SQLException {
    return Sql.query(
        connection,
        FIND,
        row -> row.getLong(1),
        Sql.value(key.namespace()),
        Sql.value(key.agentId()),
        Sql.array("text", key.capabilities()),
        Sql.value(key.privateToo()),
        Sql.value(key.type()));
  }
}
