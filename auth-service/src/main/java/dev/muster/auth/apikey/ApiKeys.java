package dev.muster.auth.apikey;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.muster.auth.revocation.Denylist;
import dev.muster.error.ContractException;
import dev.muster.error.ErrorCode;
import dev.muster.event.RevocationNotice;
import dev.muster.id.Ids;
import dev.muster.kit.apikey.ApiKey;
import dev.muster.kit.apikey.AppKey;
import dev.muster.kit.audit.Audit;
import dev.muster.kit.audit.AuditEvent;
import dev.muster.kit.db.DatabaseGate;
import dev.muster.kit.http.Page;
import dev.muster.kit.http.PageQuery;
import dev.muster.kit.idempotency.IdempotencyKeys;
import dev.muster.kit.idempotency.IdempotentRequest;
import dev.muster.kit.scope.Scope;
import dev.muster.kit.secret.Secret;
import dev.muster.kit.token.Role;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Makes, shows, finds and ends API keys. */
@ApplicationScoped
public class ApiKeys {
  private static final int SECRET_BYTES = 32;
  private static final byte[] NO_SECRET = new byte[47];

  private final ApiKeyStore rows;
  private final Denylist denylist;
  private final IdempotencyKeys repeats;
  private final Audit audit;
  private final DatabaseGate gate;
  private final ApiKeyLimits limits;
  private final SecureRandom random = new SecureRandom();

  @Inject
  ApiKeys(
      ApiKeyStore rows,
      Denylist denylist,
      IdempotencyKeys repeats,
      Audit audit,
      DatabaseGate gate,
      ApiKeyLimits limits) {
    this.rows = rows;
    this.denylist = denylist;
    this.repeats = repeats;
    this.audit = audit;
    this.gate = gate;
    this.limits = limits;
  }

  /**
   * A key that was asked for.
   *
   * @param secret empty when an earlier request with the same Idempotency-Key made it
   */
  record Made(StoredApiKey key, Optional<Secret> secret) {}

  /** Throws 1003 for what only administrators may have, 2002 beyond the limit. */
  Made make(UUID owner, NewApiKey wanted, Optional<IdempotentRequest> repeatable) {
    String name = wanted.plainName();
    Set<Scope> scopes = wanted.knownScopes();
    Instant expiresAt = expiry(wanted.expiresAt());
    Secret secret = randomSecret();
    return gate.inTransaction(
        () -> {
          Set<Role> roles =
              rows.lockOwner(owner)
                  .orElseThrow(
                      () -> new ContractException(ErrorCode.NOT_AUTHENTICATED, "account is gone"));
          UUID id = Ids.next();
          UUID claimed =
              repeatable.map(first -> repeats.claim(first, id, Instant.now())).orElse(id);
          if (!claimed.equals(id)) {
            return new Made(
                rows.find(claimed).orElseThrow(() -> ContractException.notFound("API key")),
                Optional.empty());
          }
          requireAllowed(wanted, scopes, roles);
          if (rows.count(owner) >= limits.perAccount()) {
            throw new ContractException(
                ErrorCode.CONFLICT, "an account has at most " + limits.perAccount() + " keys");
          }
          StoredApiKey key =
              rows.insert(id, owner, name, secret, scopes, wanted.agentId(), expiresAt);
          audit.record(made(key));
          return new Made(key, Optional.of(secret));
        });
  }

  private static AuditEvent made(StoredApiKey key) {
    AuditEvent event =
        AuditEvent.of("api_key.create")
            .on("api_key", key.id())
            .with("name", key.name())
            .with("scopes", String.join(" ", key.scopes()));
    return key.agentId() == null ? event : event.with("agent", key.agentId());
  }

  private static void requireAllowed(NewApiKey wanted, Set<Scope> scopes, Set<Role> roles) {
    boolean special = scopes.contains(Scope.ADMIN) || wanted.agentId() != null;
    if (special && !roles.contains(Role.ADMIN)) {
      throw new ContractException(
          ErrorCode.FORBIDDEN, "the scope admin and agent_id are for administrators");
    }
  }

  /** Of everybody when the owner is null. */
  Page<StoredApiKey> page(UUID owner, PageQuery paging) {
    int size = paging.size();
    int offset = paging.offset();
    return gate.inTransaction(() -> new Page<>(rows.page(owner, size, offset), rows.count(owner)));
  }

  Optional<StoredApiKey> find(UUID id) {
    return gate.inTransaction(() -> rows.find(id));
  }

  /** It is dead everywhere within a second. False when there is none, or it is another's. */
  boolean delete(UUID id, UUID owner, boolean anybodys) {
    Optional<RevocationNotice> notice =
        gate.inTransaction(
            () -> {
              Optional<UUID> deletedOf = rows.delete(id, owner, anybodys);
              deletedOf.ifPresent(
                  of ->
                      audit.record(
                          AuditEvent.of("api_key.delete").on("api_key", id).with("owner", of)));
              return deletedOf.map(of -> denylist.recordApiKey(id));
            });
    notice.ifPresent(denylist::publish);
    return notice.isPresent();
  }

  /** Empty for one that is unknown or expired, or whose owner is disabled. */
  Optional<ApiKey> usable(AppKey key) {
    return gate.inTransaction(() -> rows.usable(key.id()));
  }

  /** The key, if it may be used now and this is its secret. */
  public Optional<Recognised> recognise(AppKey key, String secret) {
    Optional<Recognised> found = gate.inTransaction(() -> rows.dated(key.id()));
    byte[] expected =
        found.map(known -> known.key().secret().reveal().getBytes(UTF_8)).orElse(NO_SECRET);
    boolean same = MessageDigest.isEqual(expected, secret.getBytes(UTF_8));
    return same ? found : Optional.empty();
  }

  void used(Set<UUID> ids) {
    gate.inTransaction(
        () -> {
          rows.used(ids);
          return null;
        });
  }

  private Instant expiry(Instant wanted) {
    if (wanted == null) {
      return null;
    }
    Instant now = Instant.now();
    if (!wanted.isAfter(now.plusSeconds(1)) || wanted.isAfter(now.plus(limits.longest()))) {
      throw ContractException.badParameter(
          "expires_at",
          "must be in the future, at most " + limits.longest().toDays() + " days from now");
    }
    return wanted.truncatedTo(ChronoUnit.MICROS);
  }

  private Secret randomSecret() {
    byte[] bytes = new byte[SECRET_BYTES];
    random.nextBytes(bytes);
    return Secret.of("mks_" + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
  }
}
