package dev.muster.auth.account;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
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

  Optional<Account> findByEmail(Email email) {
    return find("email", email.text()).firstResultOptional();
  }

  boolean insertIfAbsent(UUID id, Email email, String name, String hash, List<String> roles) {
    return getEntityManager()
            .createNativeQuery(INSERT)
            .setParameter("id", id)
            .setParameter("email", email.text())
            .setParameter("name", name)
            .setParameter("hash", hash)
            .setParameter("roles", roles.toArray(String[]::new))
            .executeUpdate()
        == 1;
  }
}
