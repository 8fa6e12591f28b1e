package dev.muster.registry.namespace;

import dev.muster.error.ContractException;
import dev.muster.internal.NamespacePolicy;
import dev.muster.kit.internal.InternalClient;
import dev.muster.kit.internal.Peer;
import dev.muster.registry.db.RegistryTransactions;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Tells task-service how namespaces are served. What it hasn't confirmed is told again every two
 * seconds by every replica: telling it twice is harmless, and so is telling an older state late.
 * What a replica told nobody because it died is told by another within half a minute.
 */
@ApplicationScoped
class Policies {
  private static final Logger LOG = Logger.getLogger(Policies.class);

  private static final int ROUNDS_PER_LOOK = 15;

  private final Namespaces namespaces;
  private final InternalClient client;
  private final RegistryTransactions transactions;
  private volatile boolean owed = true;
  private int rounds;

  Policies(Namespaces namespaces, InternalClient client, RegistryTransactions transactions) {
    this.namespaces = namespaces;
    this.client = client;
    this.transactions = transactions;
  }

  /** There is something new to tell of it. Needs the transaction of the change around it. */
  void renew(String name) {
    namespaces
        .getEntityManager()
        .createNativeQuery(PolicySql.RENEW)
        .setParameter(1, name)
        .executeUpdate();
  }

  /** Blocks; true when task-service has confirmed all there is to tell, false when it is away. */
  boolean tell(String name) {
    Optional<NamespacePolicy> untold = transactions.call(() -> untold(name));
    if (untold.isEmpty()) {
      return true;
    }
    owed = true;
    try {
      client.put(Peer.TASK, "/internal/namespaces/" + name + "/policy", untold.get(), Void.class);
    } catch (ContractException e) {
      LOG.warnf(
          "task-service doesn't know yet how namespace %s is served: %s", name, e.getMessage());
      return false;
    }
    told(name, untold.get().version());
    return true;
  }

  @Scheduled(every = "2s", delayed = "2s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
  @RunOnVirtualThread
  void tellAgain() {
    // What another replica left behind is looked for rarely: each look keeps a connection open.
    if (!owed && ++rounds % ROUNDS_PER_LOOK != 0) {
      return;
    }
    owed = false;
    for (String name : untold()) {
      if (!tell(name)) {
        return;
      }
    }
  }

  private Optional<NamespacePolicy> untold(String name) {
    for (Object row :
        namespaces
            .getEntityManager()
            .createNativeQuery(PolicySql.UNTOLD_OF)
            .setParameter(1, name)
            .getResultList()) {
      Object[] columns = (Object[]) row;
      return Optional.of(
          new NamespacePolicy(
              ((Number) columns[0]).intValue(),
              ((Number) columns[1]).intValue(),
              (Boolean) columns[2],
              ((Number) columns[3]).longValue()));
    }
    return Optional.empty();
  }

  private void told(String name, long version) {
    transactions.call(
        () ->
            namespaces
                .getEntityManager()
                .createNativeQuery(PolicySql.TOLD)
                .setParameter(1, version)
                .setParameter(2, name)
                .setParameter(3, version)
                .setParameter(4, version)
                .executeUpdate());
  }

  private List<String> untold() {
    return transactions.call(
        () -> {
          List<String> names = new ArrayList<>();
          for (Object name :
              namespaces.getEntityManager().createNativeQuery(PolicySql.UNTOLD).getResultList()) {
            names.add((String) name);
          }
          return names;
        });
  }
}
