package dev.muster.kit.idempotency;

import dev.muster.error.ContractException;
import dev.muster.error.ErrorCode;
import dev.muster.kit.secret.SaltedHash;
import io.quarkus.arc.properties.IfBuildProperty;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.UUID;
import javax.sql.DataSource;

/** Which requests were already carried out, for 24 hours. Works in the caller's transaction. */
@ApplicationScoped
@IfBuildProperty(name = IdempotencyKeys.SWITCH, stringValue = "true")
public class IdempotencyKeys {
  static final String SWITCH = "muster.idempotency.table";

  private static final Duration KEPT = Duration.ofHours(24);

  private final DataSource database;

  @Inject
  IdempotencyKeys(DataSource database) {
    this.database = database;
  }

  /**
   * The id of what this request makes: {@code id} if it is the first with its key, otherwise what
   * the first one made. Throws 2002 when the first one had another body.
   */
  public UUID claim(IdempotentRequest request, UUID id, Instant now) {
    try (Connection connection = database.getConnection()) {
      return insert(connection, request, id, now) ? id : first(connection, request);
    } catch (SQLException e) {
      throw new IllegalStateException("cannot claim an idempotency key", e);
    }
  }

  int forgetOld(Connection connection, Instant now) throws SQLException {
    try (PreparedStatement purge = connection.prepareStatement(IdempotencySql.PURGE)) {
      purge.setObject(1, utc(now.minus(KEPT)));
      return purge.executeUpdate();
    }
  }

  private static boolean insert(
      Connection connection, IdempotentRequest request, UUID id, Instant now) throws SQLException {
    SaltedHash body = SaltedHash.of(request.body());
    try (PreparedStatement claim = connection.prepareStatement(IdempotencySql.CLAIM)) {
      claim.setString(1, request.owner());
      claim.setString(2, request.path());
      claim.setString(3, request.key());
      claim.setBytes(4, body.salt());
      claim.setBytes(5, body.hash());
      claim.setObject(6, id);
      claim.setObject(7, utc(now));
      claim.setObject(8, utc(now.minus(KEPT)));
      return claim.executeUpdate() == 1;
    }
  }

  private static UUID first(Connection connection, IdempotentRequest request) throws SQLException {
    try (PreparedStatement find = connection.prepareStatement(IdempotencySql.FIND)) {
      find.setString(1, request.owner());
      find.setString(2, request.path());
      find.setString(3, request.key());
      try (ResultSet row = find.executeQuery()) {
        if (row.next()
            && new SaltedHash(row.getBytes(1), row.getBytes(2)).matches(request.body())) {
          return row.getObject(3, UUID.class);
        }
      }
    }
    throw new ContractException(
        ErrorCode.CONFLICT, "this Idempotency-Key was used for another request");
  }

  private static OffsetDateTime utc(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }
}
