package dev.muster.auth.revocation;

import dev.muster.event.RevocationNotice;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.Tuple;
import java.util.List;
import java.util.Locale;
import org.hibernate.Session;

/** The rows of {@code revocation}. Each method needs a transaction around it. */
@ApplicationScoped
class RevocationStore {
  private final Session database;

  @Inject
  RevocationStore(Session database) {
    this.database = database;
  }

  void insert(RevocationNotice notice) {
    database
        .createNativeMutationQuery(RevocationSql.INSERT)
        .setParameter("kind", notice.kind().wire())
        .setParameter("id", notice.id())
        .setParameter("issuedBefore", notice.issuedBefore())
        .setParameter("until", notice.until())
        .executeUpdate();
  }

  List<RevocationNotice> current() {
    return read(RevocationSql.CURRENT);
  }

  List<RevocationNotice> unpublished() {
    return read(RevocationSql.UNPUBLISHED);
  }

  void markPublished(RevocationNotice notice) {
    database
        .createNativeMutationQuery(RevocationSql.PUBLISHED)
        .setParameter("kind", notice.kind().wire())
        .setParameter("id", notice.id())
        .setParameter("until", notice.until())
        .executeUpdate();
  }

  int purge() {
    return database.createNativeMutationQuery(RevocationSql.PURGE).executeUpdate();
  }

  private List<RevocationNotice> read(String sql) {
    return database.createNativeQuery(sql, Tuple.class).getResultList().stream()
        .map(RevocationStore::notice)
        .toList();
  }

  private static RevocationNotice notice(Tuple row) {
    String kind = row.get("kind", String.class).toUpperCase(Locale.ROOT);
    return new RevocationNotice(
        RevocationNotice.Kind.valueOf(kind),
        row.get("id", String.class),
        row.get("issued_before", Long.class),
        row.get("until", Long.class));
  }
}
