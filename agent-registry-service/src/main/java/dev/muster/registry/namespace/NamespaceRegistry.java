package dev.muster.registry.namespace;

import dev.muster.error.ContractException;
import dev.muster.error.ErrorCode;
import dev.muster.id.Ids;
import dev.muster.kit.http.Page;
import dev.muster.kit.http.VersionTag;
import dev.muster.kit.idempotency.IdempotencyKeys;
import dev.muster.kit.idempotency.IdempotentRequest;
import dev.muster.registry.db.RegistryTransactions;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiConsumer;

/** What can be done with namespaces; an unknown one is answered 2001. */
@ApplicationScoped
class NamespaceRegistry {
  private final Namespaces namespaces;
  private final IdempotencyKeys keys;
  private final RegistryTransactions transactions;

  NamespaceRegistry(
      Namespaces namespaces, IdempotencyKeys keys, RegistryTransactions transactions) {
    this.namespaces = namespaces;
    this.keys = keys;
    this.transactions = transactions;
  }

  /** A namespace, and whether an earlier request made it. */
  record Made(Namespace namespace, boolean repeated) {}

  /** Throws 2002 when there is one, unless the same request made it. */
  Made create(CreateNamespace wanted, Optional<IdempotentRequest> repeatable) {
    UUID own = Ids.next();
    return transactions.call(
        () -> {
          Instant now = transactions.now();
          boolean repeated =
              repeatable.filter(request -> !keys.claim(request, own, now).equals(own)).isPresent();
          if (repeated) {
            return new Made(namespaces.named(wanted.name()), true);
          }
          if (!namespaces.insert(wanted.name(), wanted.settings(), now)) {
            throw new ContractException(
                ErrorCode.CONFLICT, "there is a namespace " + wanted.name() + " already");
          }
          return new Made(namespaces.named(wanted.name()), false);
        });
  }

  Page<Namespace> page(int offset, int size) {
    return transactions.call(() -> new Page<>(namespaces.page(offset, size), namespaces.count()));
  }

  Namespace get(String name) {
    return transactions.call(() -> namespaces.named(name));
  }

  Namespace change(String name, UpdateNamespace wanted, String ifMatch) {
    return change(
        name,
        ifMatch,
        (namespace, now) -> {
          NamespaceSettings settings = wanted.onto(namespace.settings());
          if (!settings.equals(namespace.settings())) {
            namespace.configure(settings, now);
          }
        });
  }

  Namespace pin(String name, String server, String ifMatch) {
    return change(name, ifMatch, (namespace, now) -> namespace.pin(server, now));
  }

  /** One that is paused already keeps its reason and time. */
  Namespace pause(String name, String reason) {
    return change(
        name,
        null,
        (namespace, now) -> {
          if (!namespace.isPaused()) {
            namespace.pause(reason, now);
          }
        });
  }

  Namespace resume(String name) {
    return change(
        name,
        null,
        (namespace, now) -> {
          if (namespace.isPaused()) {
            namespace.resume(now);
          }
        });
  }

  /** Throws 2002 for the one that must stay and for one that has agents. */
  void delete(String name, String ifMatch) {
    transactions.call(
        () -> {
          Namespace namespace = namespaces.locked(name);
          VersionTag.require(ifMatch, namespace.version());
          if (namespace.name().equals(Namespace.DEFAULT)) {
            throw new ContractException(ErrorCode.CONFLICT, "this namespace is always there");
          }
          long agents = namespaces.agentsIn(namespace);
          if (agents > 0) {
            throw new ContractException(
                ErrorCode.CONFLICT, "the namespace has " + agents + " agents");
          }
          namespaces.delete(namespace);
          return null;
        });
  }

  private Namespace change(String name, String ifMatch, BiConsumer<Namespace, Instant> change) {
    return transactions.call(
        () -> {
          Namespace namespace = namespaces.locked(name);
          VersionTag.require(ifMatch, namespace.version());
          change.accept(namespace, transactions.now());
          namespaces.flush();
          return namespace;
        });
  }
}
