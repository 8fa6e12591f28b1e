package dev.muster.tasks.queue;

import dev.muster.tasks.sql.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;

/**
 * Whoever counts the running tasks of a key, to park a task or to let one go, is alone with it
 * until its commit: otherwise a task could be parked for one that ends at that moment. Taken after
 * all row locks; nothing is waited for while it is held, but for the keys of a round that goes with
 * the commit. Two such commits that end and claim in two namespaces each can meet there: PostgreSQL
 * sees it, and one of them is done again.
 */
public final class KeyLock {
  private static final String TAKE =
      """
      select pg_advisory_xact_lock(hash)
      from (
        select distinct hashtextextended('key ' || u.namespace || ' ' || u.key, 0) as hash
        from unnest(?::text[], ?::text[]) as u(namespace, key)
        order by hash
      ) hashes
      """;

  private KeyLock() {}

  public static void take(Connection connection, Collection<KeyName> keys) throws SQLException {
    Sql.query(
        connection,
        TAKE,
        row -> true,
        Sql.array("text", keys.stream().map(KeyName::namespace).toList()),
        Sql.array("text", keys.stream().map(KeyName::key).toList()));
  }
}
