package dev.muster.auth.apikey;

import dev.muster.auth.key.SealedSecrets;
import dev.muster.kit.apikey.ApiKey;
import dev.muster.kit.scope.Scope;
import dev.muster.kit.secret.Secret;
import dev.muster.kit.token.Role;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import javax.sql.DataSource;

/** The rows of {@code api_key}; in the caller's transaction, if there is one. */
@ApplicationScoped
class ApiKeyStore {
  private final DataSource database;
  private final SealedSecrets secrets;

  @Inject
  ApiKeyStore(DataSource database, SealedSecrets secrets) {
    this.database = database;
    this.secrets = secrets;
  }

  /** Reads one result of a statement. */
  private interface Reading<T> {
    T of(ResultSet rows) throws SQLException;
  }

  /** The roles of an account that may have keys now; until the commit nobody else makes one. */
  Optional<Set<Role>> lockOwner(UUID owner) {
    return query(
        ApiKeySql.LOCK_OWNER,
        rows -> rows.next() ? Optional.of(roles(rows)) : Optional.empty(),
        owner);
  }

  /** All of them when the owner is null. */
  long count(UUID owner) {
    Reading<Long> first =
        rows -> {
          rows.next();
          return rows.getLong(1);
        };
    return owner == null
        ? query(ApiKeySql.COUNT, first)
        : query(ApiKeySql.COUNT_OF_OWNER, first, owner);
  }

  StoredApiKey insert(
      UUID id,
      UUID owner,
      String name,
      Secret secret,
      Set<Scope> scopes,
      UUID agent,
      Instant expiresAt) {
    Instant createdAt =
        query(
            ApiKeySql.INSERT,
            rows -> {
              rows.next();
              return instant(rows, "created_at");
            },
            id,
            owner,
            name,
            secrets.seal(sealName(id), secret),
            scopes.stream().map(Scope::wire).toArray(String[]::new),
            agent,
            expiresAt == null ? null : expiresAt.atOffset(ZoneOffset.UTC));
    return StoredApiKey.made(id, owner, name, scopes, agent, createdAt, expiresAt);
  }

  /** Newest first; of all owners when it is null. */
  List<StoredApiKey> page(UUID owner, int size, int offset) {
    return owner == null
        ? query(ApiKeySql.PAGE, ApiKeyStore::all, size, offset)
        : query(ApiKeySql.PAGE_OF_OWNER, ApiKeyStore::all, owner, size, offset);
  }

  Optional<StoredApiKey> find(UUID id) {
    return query(ApiKeySql.FIND, ApiKeyStore::all, id).stream().findFirst();
  }

  /** Whose it was; empty when there is none, or it is somebody else's. */
  Optional<UUID> delete(UUID id, UUID owner, boolean anybodys) {
    return query(
        ApiKeySql.DELETE,
        rows ->
            rows.next() ? Optional.of(rows.getObject("account_id", UUID.class)) : Optional.empty(),
        id,
        owner,
        anybodys);
  }

  Optional<ApiKey> usable(UUID id) {
    return query(
        ApiKeySql.USABLE, rows -> rows.next() ? Optional.of(usable(rows)) : Optional.empty(), id);
  }

  /** As {@link #usable}, for a token. */
  Optional<Recognised> dated(UUID id) {
    return query(
        ApiKeySql.USABLE_DATED,
        rows ->
            rows.next()
                ? Optional.of(
                    new Recognised(usable(rows), Instant.ofEpochSecond(rows.getLong("issued_at"))))
                : Optional.empty(),
        id);
  }

  /** The ids that follow, with what is stored of their secrets. */
  Map<UUID, byte[]> sealedAfter(UUID id) {
    return query(
        ApiKeySql.SEALED_AFTER,
        rows -> {
          Map<UUID, byte[]> sealed = new LinkedHashMap<>();
          while (rows.next()) {
            sealed.put(rows.getObject("id", UUID.class), rows.getBytes("secret_sealed"));
          }
          return sealed;
        },
        id);
  }

  /** Whether it was sealed under the previous key, and now is under the current one. */
  boolean reseal(UUID id, byte[] sealed) {
    return secrets
        .resealed(sealName(id), sealed)
        .map(anew -> update(ApiKeySql.RESEAL, anew, id, sealed) == 1)
        .orElse(false);
  }

  void used(Set<UUID> ids) {
    update(ApiKeySql.USED, (Object) ids.toArray(UUID[]::new));
  }

  private ApiKey usable(ResultSet row) throws SQLException {
    UUID id = row.getObject("id", UUID.class);
    Set<Role> roles = roles(row);
    return new ApiKey(
        id,
        row.getObject("account_id", UUID.class),
        roles,
        names(row, "scopes").stream()
            .map(Scope::ofWire)
            .flatMap(Optional::stream)
            .filter(scope -> scope != Scope.ADMIN || roles.contains(Role.ADMIN))
            .collect(Collectors.toSet()),
        instant(row, "expires_at"),
        row.getObject("agent_id", UUID.class),
        secrets.open(sealName(id), row.getBytes("secret_sealed")));
  }

  private static List<StoredApiKey> all(ResultSet rows) throws SQLException {
    List<StoredApiKey> keys = new ArrayList<>();
    while (rows.next()) {
      keys.add(
          new StoredApiKey(
              rows.getObject("id", UUID.class),
              rows.getObject("account_id", UUID.class),
              rows.getString("name"),
              names(rows, "scopes"),
              rows.getObject("agent_id", UUID.class),
              instant(rows, "created_at"),
              instant(rows, "expires_at"),
              instant(rows, "last_used_at")));
    }
    return keys;
  }

  private static Set<Role> roles(ResultSet row) throws SQLException {
    return names(row, "roles").stream()
        .map(Role::ofWire)
        .flatMap(Optional::stream)
        .collect(Collectors.toSet());
  }

  private static List<String> names(ResultSet row, String column) throws SQLException {
    return Arrays.asList((String[]) row.getArray(column).getArray());
  }

  private static Instant instant(ResultSet row, String column) throws SQLException {
    OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }

  private static String sealName(UUID id) {
    return "api-key:" + id;
  }

  private <T> T query(String sql, Reading<T> reading, Object... values) {
    try (Connection connection = database.getConnection();
        PreparedStatement statement = prepared(connection, sql, values);
        ResultSet rows = statement.executeQuery()) {
      return reading.of(rows);
    } catch (SQLException e) {
      throw new IllegalStateException("API keys can't be read", e);
    }
  }

  private int update(String sql, Object... values) {
    try (Connection connection = database.getConnection();
        PreparedStatement statement = prepared(connection, sql, values)) {
      return statement.executeUpdate();
    } catch (SQLException e) {
      throw new IllegalStateException("API keys can't be written", e);
    }
  }

  private static PreparedStatement prepared(Connection connection, String sql, Object... values)
      throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    try {
      for (int i = 0; i < values.length; i++) {
        statement.setObject(i + 1, values[i]);
      }
      return statement;
    } catch (SQLException e) {
      statement.close();
      throw e;
    }
  }
}
