package dev.muster.auth.account;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.Query;
import java.util.Optional;
import java.util.UUID;

/** The rows of {@code account}. */
@ApplicationScoped
class AccountRepository implements PanacheRepositoryBase<Account, UUID> {
  /** Two registrations of one address at the same moment: one makes a row, the other sees none. */
  private static final String INSERT =
      """
      INSERT INTO account (id, email, name, password_hash, roles)
      VALUES (:id, :email, :name, :hash, CAST(:roles AS text[]))
      ON CONFLICT (email) DO NOTHING
      """;

  private static final String INSERT_FIRST =
      """
      INSERT INTO account (id, email, name, password_hash, roles)
      SELECT :id, :email, :name, :hash, CAST(:roles AS text[])
      WHERE NOT EXISTS (SELECT 1 FROM account)
      """;

  /** Others who would make the first one wait, and then see this one. */
  private static final String LOCK = "LOCK TABLE account IN SHARE ROW EXCLUSIVE MODE";

  Optional<Account> findByEmail(Email email) {
    return find("email", email.text()).firstResultOptional();
  }

  boolean isEmpty() {
    return count() == 0;
  }

  boolean insertIfAbsent(UUID id, NewAccount wanted, String hash) {
    return insert(INSERT, id, wanted, hash);
  }

  boolean insertFirst(UUID id, NewAccount wanted, String hash) {
    getEntityManager().createNativeQuery(LOCK).executeUpdate();
    return insert(INSERT_FIRST, id, wanted, hash);
  }

  private boolean insert(String sql, UUID id, NewAccount wanted, String hash) {
    Query insert =
        getEntityManager()
            .createNativeQuery(sql)
            .setParameter("id", id)
            .setParameter("email", wanted.email().text())
            .setParameter("name", wanted.name())
            .setParameter("hash", hash)
            .setParameter("roles", wanted.roles().toArray(String[]::new));
    return insert.executeUpdate() == 1;
  }
}
