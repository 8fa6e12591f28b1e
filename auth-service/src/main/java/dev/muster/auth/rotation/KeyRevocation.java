package dev.muster.auth.rotation;

import dev.muster.auth.key.KeyRing;
import dev.muster.auth.key.KeyTable;
import dev.muster.auth.revocation.Denylist;
import dev.muster.error.ContractException;
import dev.muster.event.RevocationNotice;
import dev.muster.kit.audit.Audit;
import dev.muster.kit.audit.AuditEvent;
import dev.muster.kit.db.DatabaseGate;
import io.agroal.api.AgroalDataSource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.regex.Pattern;

/** For the day when a private key is in wrong hands. */
@ApplicationScoped
class KeyRevocation {
  private static final Pattern THUMBPRINT = Pattern.compile("[A-Za-z0-9_-]{43}");

  private final AgroalDataSource database;
  private final DatabaseGate gate;
  private final KeyTable keys;
  private final KeyRing ring;
  private final Denylist denylist;
  private final Audit audit;

  @Inject
  KeyRevocation(
      AgroalDataSource database,
      DatabaseGate gate,
      KeyTable keys,
      KeyRing ring,
      Denylist denylist,
      Audit audit) {
    this.database = database;
    this.gate = gate;
    this.keys = keys;
    this.ring = ring;
    this.denylist = denylist;
    this.audit = audit;
  }

  /**
   * From now on no token that it signed is good, anywhere; if it was the active one another signs.
   * Refresh tokens aren't signed and stay good. Throws 2001 for a key that never was.
   */
  void revoke(String kid) {
    if (!THUMBPRINT.matcher(kid).matches()) {
      throw unknown();
    }
    RevocationNotice notice = gate.inTransaction(() -> record(kid));
    ring.refresh();
    denylist.publish(notice);
  }

  private RevocationNotice record(String kid) throws SQLException {
    try (Connection connection = database.getConnection()) {
      keys.lock(connection);
      if (!RotationTable.isKnown(connection, kid)) {
        throw unknown();
      }
      if (RotationTable.revoke(connection, kid)) {
        audit.record(connection, AuditEvent.of("signing_key.revoke").on("signing_key", kid));
      }
      Optional<String> successor = RotationTable.activateAtOnce(connection);
      if (successor.isEmpty()) {
        successor = keys.insertActiveIfNone(connection);
      }
      if (successor.isPresent()) {
        audit.record(connection, Rotation.activated(successor.get()));
      }
    }
    return denylist.recordKey(kid);
  }

  private static ContractException unknown() {
    return ContractException.notFound("signing key");
  }
}
