package dev.muster.auth.rotation;

import dev.muster.auth.key.KeyTable;
import dev.muster.auth.key.SigningKeysConfig;
import dev.muster.auth.token.TokenLifetimes;
import dev.muster.kit.db.Transactions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

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
  private final Duration publishedFor;

  @Inject
  Rotation(
      Transactions transactions,
      KeyTable keys,
      SigningKeysConfig config,
      TokenLifetimes lifetimes) {
    this.transactions = transactions;
    this.keys = keys;
    this.config = config;
    // A replica may go on signing with it until it has read that another one is active.
    publishedFor = lifetimes.access().plus(SKEW).plus(config.publishAhead());
  }

  /** What the schedule asks for now; true when another key signs from now on. */
  boolean step() {
    return moving(
        connection -> {
          if (RotationTable.needsNext(connection, config.rotateEvery(), config.publishAhead())) {
            keys.insertPending(connection, config.publishAhead(), config.rotateEvery());
          }
        });
  }

  /** Publishes the next key, to sign when the schedule says so; the one there is, if there is. */
  KeyView prepare() {
    moving(
        connection -> keys.insertPending(connection, config.publishAhead(), config.rotateEvery()));
    return next();
  }

  /** The next key signs as soon as every verifier has it; at once if it was published before. */
  KeyView rotate() {
    moving(
        connection -> {
          keys.insertPending(connection, config.publishAhead(), Duration.ZERO);
          RotationTable.hasten(connection, config.publishAhead());
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

  private boolean moving(Move move) {
    return transactions.inTransaction(
        connection -> {
          keys.lock(connection);
          move.make(connection);
          return RotationTable.promote(connection, publishedFor);
        });
  }

  /** A change before the one that the clock makes. */
  private interface Move {
    void make(Connection connection) throws SQLException;
  }
}
