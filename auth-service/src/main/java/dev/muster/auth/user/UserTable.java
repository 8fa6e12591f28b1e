package dev.muster.auth.user;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.Tuple;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.Session;
import org.hibernate.query.NativeQuery;

/** The rows of {@code account}, for administrators. Each method needs a transaction around it. */
@ApplicationScoped
class UserTable {
  /**
   * A row after a change.
   *
   * @param tokensSince tokens issued at that time or before are refused; null: none
   */
  record Changed(long version, Instant tokensSince) {}

  private final Session database;

  @Inject
  UserTable(Session database) {
    this.database = database;
  }

  List<User> page(UserFilter filter, int offset, int size) {
    return matching(UserSql.PAGE, Tuple.class, filter)
        .setParameter("limit", size)
        .setParameter("offset", offset)
        .getResultList()
        .stream()
        .map(UserTable::user)
        .toList();
  }

  long count(UserFilter filter) {
    return matching(UserSql.COUNT, Long.class, filter).getSingleResult();
  }

  Optional<User> find(UUID id) {
    return one(UserSql.FIND, id);
  }

  Optional<User> locked(UUID id) {
    return one(UserSql.FIND_LOCKED, id);
  }

  /** Until the transaction ends. Before any row is locked. */
  void lockAdministrators() {
    database.createNativeQuery(UserSql.ADMINISTRATORS, Integer.class).getSingleResult();
  }

  boolean hasOtherAdministrators(UUID id) {
    return database
            .createNativeQuery(UserSql.OTHER_ADMINISTRATORS, Long.class)
            .setParameter("id", id)
            .getSingleResult()
        > 0;
  }

  /** The row must be locked; may take up to a second when it was changed just now. */
  Changed change(UUID id, UserState state, boolean revokes) {
    if (revokes) {
      database
          .createNativeQuery(UserSql.SETTLE, Integer.class)
          .setParameter("id", id)
          .getSingleResult();
    }
    Tuple row =
        database
            .createNativeQuery(UserSql.CHANGE, Tuple.class)
            .setParameter("id", id)
            .setParameter("name", state.name())
            .setParameter("roles", state.roles().toArray(String[]::new))
            .setParameter("disabled", state.disabled())
            .setParameter("revokes", revokes)
            .getSingleResult();
    return new Changed(row.get("version", Long.class), row.get("tokens_since", Instant.class));
  }

  void delete(UUID id) {
    database.createNativeMutationQuery(UserSql.DELETE).setParameter("id", id).executeUpdate();
  }

  /** Empty for a disabled account too. */
  Optional<String> passwordHash(UUID id) {
    return database
        .createNativeQuery(UserSql.PASSWORD_HASH, String.class)
        .setParameter("id", id)
        .getResultList()
        .stream()
        .findFirst();
  }

  /** False when the old one isn't the account's any more. */
  boolean setPassword(UUID id, String oldHash, String newHash) {
    return database
            .createNativeMutationQuery(UserSql.SET_PASSWORD)
            .setParameter("id", id)
            .setParameter("old", oldHash)
            .setParameter("new", newHash)
            .executeUpdate()
        == 1;
  }

  private <T> NativeQuery<T> matching(String sql, Class<T> type, UserFilter filter) {
    return database
        .createNativeQuery(sql, type)
        .setParameter("text", filter.pattern(), String.class)
        .setParameter("role", filter.role(), String.class)
        .setParameter("disabled", filter.disabled(), Boolean.class);
  }

  private Optional<User> one(String sql, UUID id) {
    return database
        .createNativeQuery(sql, Tuple.class)
        .setParameter("id", id)
        .getResultList()
        .stream()
        .findFirst()
        .map(UserTable::user);
  }

  private static User user(Tuple row) {
    return new User(
        row.get("id", UUID.class),
        row.get("email", String.class),
        new UserState(
            row.get("name", String.class),
            List.of(row.get("roles", String.class).split(",")),
            row.get("disabled", Boolean.class)),
        row.get("created_at", Instant.class),
        row.get("version", Long.class));
  }
}
