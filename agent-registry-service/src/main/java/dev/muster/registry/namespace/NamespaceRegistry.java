package dev.muster.registry.namespace;

import dev.muster.error.ContractException;
import dev.muster.error.ErrorCode;
import dev.muster.id.Ids;
import dev.muster.kit.audit.Audit;
import dev.muster.kit.audit.AuditEvent;
import dev.muster.kit.http.Page;
import dev.muster.kit.http.VersionTag;
import dev.muster.kit.idempotency.IdempotencyKeys;
import dev.muster.kit.idempotency.IdempotentRequest;
import dev.muster.registry.db.RegistryTransactions;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/** What can be done with namespaces; an unknown one is answered 2001. */
@ApplicationScoped
class NamespaceRegistry {
  private final Namespaces namespaces;
  private final IdempotencyKeys keys;
  private final Audit audit;
  private final Policies policies;
  private final RegistryTransactions transactions;

  NamespaceRegistry(
      Namespaces namespaces,
      IdempotencyKeys keys,
      Audit audit,
      Policies policies,
      RegistryTransactions transactions) {
    this.namespaces = namespaces;
    this.keys = keys;
    this.audit = audit;
    this.policies = policies;
    this.transactions = transactions;
  }

  /** A namespace, and whether an earlier request made it. */
  record Made(Namespace namespace, boolean repeated) {}

  /** Throws 2002 when there is one, unless the same request made it. */
  Made create(CreateNamespace wanted, Optional<IdempotentRequest> repeatable) {
    UUID own = Ids.next();
    Made made =
        transactions.call(
            () -> {
              Instant now = transactions.now();
              boolean repeated =
                  repeatable
                      .filter(request -> !keys.claim(request, own, now).equals(own))
                      .isPresent();
              if (repeated) {
                return new Made(namespaces.named(wanted.name()), true);
              }
              if (!namespaces.insert(wanted.name(), wanted.settings(), now)) {
                throw new ContractException(
                    ErrorCode.CONFLICT, "there is a namespace " + wanted.name() + " already");
              }
              audit.record(line("create", wanted.name()));
              return new Made(namespaces.named(wanted.name()), false);
            });
    policies.tell(wanted.name());
    return made;
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
          NamespaceSettings old = namespace.settings();
          NamespaceSettings settings = wanted.onto(old);
          if (settings.equals(old)) {
            return Optional.empty();
          }
          namespace.configure(settings, now);
          return Optional.of(settings.changeOf(line("change", name), old));
        });
  }

  /** {@code server} is null for none. */
  Namespace pin(String name, String server, String ifMatch) {
    return change(
        name,
        ifMatch,
        (namespace, now) -> {
          if (Objects.equals(server, namespace.pinnedServer())) {
            return Optional.empty();
          }
          namespace.pin(server, now);
          return Optional.of(
              server == null ? line("unpin", name) : line("pin", name).with("server", server));
        });
  }

  /** One that is paused already keeps its reason and time. */
  Namespace pause(String name, String reason) {
    return change(
        name,
        null,
        (namespace, now) -> {
          if (namespace.isPaused()) {
            return Optional.empty();
          }
          namespace.pause(reason, now);
          return Optional.of(line("pause", name).because(reason));
        });
  }

  Namespace resume(String name, String reason) {
    return change(
        name,
        null,
        (namespace, now) -> {
          if (!namespace.isPaused()) {
            return Optional.empty();
          }
          namespace.resume(now);
          return Optional.of(line("resume", name).because(reason));
        });
  }

  /** Throws 2002 for the one that must stay and for one that has agents. */
  void delete(String name, String ifMatch) {
    transactions.call(
        () -> {
          Namespace namespace = namespaces.alone(name);
          VersionTag.require(ifMatch, namespace.version());
          if (namespace.name().equals(Namespaces.DEFAULT)) {
            throw new ContractException(ErrorCode.CONFLICT, "this namespace is always there");
          }
          long agents = namespaces.agentsIn(namespace);
          if (agents > 0) {
            throw new ContractException(
                ErrorCode.CONFLICT, "the namespace has " + agents + " agents");
          }
          namespaces.delete(namespace);
          audit.record(line("delete", name));
          return null;
        });
  }

  /** What a change does, and its line of the audit log; empty when it changes nothing. */
  private interface Change {
    Optional<AuditEvent> make(Namespace namespace, Instant now);
  }

  private Namespace change(String name, String ifMatch, Change change) {
    Namespace changed =
        transactions.call(
            () -> {
              Namespace namespace = namespaces.locked(name);
              VersionTag.require(ifMatch, namespace.version());
              Optional<AuditEvent> line = change.make(namespace, transactions.now());
              namespaces.flush();
              if (line.isPresent()) {
                audit.record(line.get());
                policies.renew(name);
              }
              return namespace;
            });
    policies.tell(name);
    return changed;
  }

  private static AuditEvent line(String verb, String name) {
    return AuditEvent.of("namespace." + verb).on("namespace", name);
  }
}
