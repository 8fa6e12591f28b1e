package dev.muster.auth.rotation;

import dev.muster.auth.key.KeyTable;
import dev.muster.auth.key.SigningKeysConfig;
import dev.muster.auth.token.TokenLifetimes;
import dev.muster.kit.audit.Actor;
import dev.muster.kit.audit.Audit;
import dev.muster.kit.audit.AuditEvent;
import dev.muster.kit.db.Transactions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Moves signing keys on: pending, published but not signing, until every verifier has read it; then
 * active; then retired, published until the last token it signed has expired. Any replica may make
 * a move at any time: each is one transaction under the table's lock, and guarded by the state it
 * moves from, so that a move that was made already is not made again.
 */
@ApplicationScoped
class Rotation {
  /** How far the clocks of two machines may be apart. */
  private static final Duration SKEW = Duration.ofMinutes(1);

  private final Transactions transactions;
  private final KeyTable keys;
  private final SigningKeysConfig config;
  private final Log log;
  private final Duration publishedFor;

  @Inject
  Rotation(
      Transactions transactions,
      KeyTable keys,
      SigningKeysConfig config,
      TokenLifetimes lifetimes,
      Audit audit) {
    this(transactions, keys, config, lifetimes, audit::record);
  }

  Rotation(
      Transactions transactions,
      KeyTable keys,
      SigningKeysConfig config,
      TokenLifetimes lifetimes,
      Log log) {
    this.transactions = transactions;
    this.keys = keys;
    this.config = config;
    this.log = log;
    // A replica may go on signing with it until it has read that another one is active.
    publishedFor = lifetimes.access().plus(SKEW).plus(config.publishAhead());
  }

  /** What the schedule asks for; true when that made another key the one that signs. */
  boolean step() {
    return moving(
        connection ->
            RotationTable.needsNext(connection, config.rotateEvery(), config.publishAhead())
                ? published(connection)
                : Optional.empty());
  }

  /** Publishes the next key, to sign when the schedule says so; the one there is, if there is. */
  KeyView prepare() {
    moving(this::published);
    return next();
  }

  /** The next key signs as soon as every verifier has it; at once if it was published before. */
  KeyView rotate() {
    moving(
        connection -> {
          Optional<String> made =
              keys.insertPending(connection, config.publishAhead(), Duration.ZERO);
          Optional<String> sooner = RotationTable.hasten(connection, config.publishAhead());
          return made.or(() -> sooner).map(kid -> event("signing_key.rotate", kid));
        });
    return next();
  }

  List<KeyView> list() {
    return transactions.inTransaction(RotationTable::list);
  }

  /** The pending key, or the active one when it has become that. */
  private KeyView next() {
    List<KeyView> all = list();
    return all.stream()
        .filter(key -> key.is("pending"))
        .findFirst()
        .or(() -> all.stream().filter(key -> key.is("active")).findFirst())
        .orElseThrow(() -> new IllegalStateException("no signing key is active"));
  }

  private Optional<AuditEvent> published(Connection connection) throws SQLException {
    return keys.insertPending(connection, config.publishAhead(), config.rotateEvery())
        .map(kid -> event("signing_key.create", kid));
  }

  private boolean moving(Move move) {
    return transactions.inTransaction(
        connection -> {
          keys.lock(connection);
          record(connection, move.make(connection));
          Optional<String> active = RotationTable.promote(connection, publishedFor);
          record(connection, active.map(Rotation::activated));
          return active.isPresent();
        });
  }

  private void record(Connection connection, Optional<AuditEvent> event) throws SQLException {
    if (event.isPresent()) {
      log.record(connection, event.get());
    }
  }

  private static AuditEvent event(String action, String kid) {
    return AuditEvent.of(action).on("signing_key", kid);
  }

  /** When its time has come, whoever happens to notice. */
  static AuditEvent activated(String kid) {
    return event("signing_key.activate", kid).by(Actor.system());
  }

  /** A change before the one that the clock makes, and what it is in the audit log. */
  private interface Move {
    Optional<AuditEvent> make(Connection connection) throws SQLException;
  }

  /** Where moves are recorded, in their transaction. */
  interface Log {
    void record(Connection connection, AuditEvent event) throws SQLException;
  }
}
