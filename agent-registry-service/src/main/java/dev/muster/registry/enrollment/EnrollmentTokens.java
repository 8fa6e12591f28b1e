package dev.muster.registry.enrollment;

import dev.muster.error.ContractException;
import dev.muster.id.Ids;
import dev.muster.kit.audit.Audit;
import dev.muster.kit.audit.AuditEvent;
import dev.muster.kit.http.Page;
import dev.muster.kit.idempotency.IdempotencyKeys;
import dev.muster.kit.idempotency.IdempotentRequest;
import dev.muster.registry.db.RegistryTransactions;
import dev.muster.registry.namespace.Namespaces;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** The enrolment tokens, as administrators keep them. */
@ApplicationScoped
class EnrollmentTokens implements PanacheRepositoryBase<EnrollmentToken, UUID> {
  private static final String NAMESPACE = "select namespace from EnrollmentToken where id = ?1";

  private final Namespaces namespaces;
  private final IdempotencyKeys keys;
  private final Audit audit;
  private final RegistryTransactions transactions;

  EnrollmentTokens(
      Namespaces namespaces, IdempotencyKeys keys, Audit audit, RegistryTransactions transactions) {
    this.namespaces = namespaces;
    this.keys = keys;
    this.audit = audit;
    this.transactions = transactions;
  }

  /** A repeat can't be told the token again: only its hash was kept. */
  CreatedEnrollmentToken create(EnrollmentTerms terms, Optional<IdempotentRequest> repeatable) {
    EnrollmentSecret secret = EnrollmentSecret.random(Ids.next());
    return transactions.call(
        () -> {
          Instant now = transactions.now();
          UUID claimed =
              repeatable.map(request -> keys.claim(request, secret.id(), now)).orElse(secret.id());
          if (!claimed.equals(secret.id())) {
            return new CreatedEnrollmentToken(claimed, null, true);
          }
          namespaces.require(terms.namespace());
          persist(new EnrollmentToken(secret, terms, now));
          audit.record(
              line("create", secret.id())
                  .with("namespace", terms.namespace())
                  .with("reusable", terms.reusable()));
          return new CreatedEnrollmentToken(secret.id(), secret.reveal(), false);
        });
  }

  /** Newest first. */
  Page<EnrollmentTokenView> page(int offset, int size) {
    return transactions.call(
        () -> {
          Instant now = transactions.now();
          return new Page<>(
              find("from EnrollmentToken order by createdAt desc, id")
                  .range(offset, offset + size - 1)
                  .stream()
                  .map(token -> EnrollmentTokenView.of(token, now))
                  .toList(),
              count());
        });
  }

  /** Agents that it made stay. */
  void delete(String id) {
    boolean deleted =
        Ids.parse(id).filter(token -> transactions.call(() -> deleted(token))).isPresent();
    if (!deleted) {
      throw ContractException.notFound("enrollment token");
    }
  }

  private boolean deleted(UUID id) {
    boolean deleted = deleteById(id);
    if (deleted) {
      audit.record(line("delete", id));
    }
    return deleted;
  }

  private static AuditEvent line(String verb, UUID id) {
    return AuditEvent.of("enrollment_token." + verb).on("enrollment_token", id);
  }

  /**
   * Nobody else uses it until the transaction ends, which must be there already. Its namespace is
   * kept first, as whoever deletes one begins there too.
   */
  Optional<EnrollmentToken> locked(EnrollmentSecret secret) {
    return namespace(secret.id())
        .filter(namespaces::keep)
        .flatMap(kept -> findByIdOptional(secret.id(), LockModeType.PESSIMISTIC_WRITE))
        .filter(token -> token.matches(secret));
  }

  private Optional<String> namespace(UUID id) {
    return getEntityManager()
        .createQuery(NAMESPACE, String.class)
        .setParameter(1, id)
        .getResultStream()
        .findFirst();
  }
}
