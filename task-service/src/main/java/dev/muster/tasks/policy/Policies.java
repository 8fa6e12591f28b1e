package dev.muster.tasks.policy;

import dev.muster.internal.NamespacePolicy;
import dev.muster.kit.db.Transactions;
import dev.muster.tasks.dispatch.DispatchLock;
import dev.muster.tasks.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.UUID;

/** How namespaces are served, as agent-registry-service says. */
@ApplicationScoped
class Policies {
  private final Transactions transactions;

  @Inject
  Policies(Transactions transactions) {
    this.transactions = transactions;
  }

  /**
   * Once this is committed, no dispatch round that is under way keeps to an older one. Answers the
   * agents that may get more now.
   */
  List<UUID> apply(String namespace, NamespacePolicy policy) {
    return transactions.inTransaction(
        connection -> {
          DispatchLock.take(connection, namespace);
          Sql.update(
              connection,
              PolicySql.NOTE,
              Sql.value(namespace),
              Sql.value(policy.weight()),
              Sql.value(policy.quota()),
              Sql.value(policy.paused()),
              Sql.value(policy.version()));
          return Sql.query(
              connection,
              PolicySql.CONNECTED,
              row -> row.getObject("agent_id", UUID.class),
              Sql.value(namespace));
        });
  }
}
