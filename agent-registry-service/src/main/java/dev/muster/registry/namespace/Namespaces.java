package dev.muster.registry.namespace;

import dev.muster.error.ContractException;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.util.List;

/** The table {@code namespace}. Needs a transaction around it. */
@ApplicationScoped
public class Namespaces implements PanacheRepositoryBase<Namespace, String> {
  /** The one that is always there, for whoever names none. */
  public static final String DEFAULT = "default";

  /** A row that refers to it may be written: it stays until the transaction ends. */
  private static final String KEEP = "select 1 from namespace where name = ? for key share";

  /** By SQL, so that of two at once the second is told of the first. */
  private static final String INSERT =
      """
      insert into namespace (name, description, weight, quota, created_at, updated_at)
      values (?, ?, ?, ?, ?, ?)
      on conflict (name) do nothing
      """;

  /**
   * Nothing may refer to it. What JPA takes for writing, {@code no key update}, lets rows that do
   * in.
   */
  private static final String EMPTY = "select 1 from namespace where name = ? for update";

  private static final String AGENTS = "select count(*) from agent where namespace = ?";

  /** Throws 1001 unless there is such a namespace. */
  public void require(String name) {
    if (!keep(name)) {
      throw ContractException.badParameter("namespace", "there is no namespace " + name);
    }
  }

  /** False when there is none; otherwise it stays until the transaction ends. */
  public boolean keep(String name) {
    return !locks(KEEP, name).isEmpty();
  }

  /** False when there is one of this name. */
  boolean insert(String name, NamespaceSettings settings, Instant now) {
    return getEntityManager()
            .createNativeQuery(INSERT)
            .setParameter(1, name)
            .setParameter(2, settings.description())
            .setParameter(3, settings.weight())
            .setParameter(4, settings.quota())
            .setParameter(5, now)
            .setParameter(6, now)
            .executeUpdate()
        == 1;
  }

  List<Namespace> page(int offset, int size) {
    return find("from Namespace order by name").range(offset, offset + size - 1).list();
  }

  /** Throws 2001 for whatever isn't the name of a namespace. */
  Namespace named(String name) {
    return findByIdOptional(checked(name)).orElseThrow(Namespaces::unknown);
  }

  /** Nobody else changes it until the transaction ends. */
  Namespace locked(String name) {
    return findByIdOptional(checked(name), LockModeType.PESSIMISTIC_WRITE)
        .orElseThrow(Namespaces::unknown);
  }

  /** Besides, nothing new refers to it, and what others were about to write is there. */
  Namespace alone(String name) {
    if (locks(EMPTY, checked(name)).isEmpty()) {
      throw unknown();
    }
    return named(name);
  }

  private List<?> locks(String statement, String name) {
    return getEntityManager().createNativeQuery(statement).setParameter(1, name).getResultList();
  }

  /** Through agent_by_namespace. */
  long agentsIn(Namespace namespace) {
    return ((Number)
            getEntityManager()
                .createNativeQuery(AGENTS)
                .setParameter(1, namespace.name())
                .getSingleResult())
        .longValue();
  }

  private static String checked(String name) {
    if (!name.matches(NamespaceLimits.NAME)) {
      throw unknown();
    }
    return name;
  }

  private static ContractException unknown() {
    return ContractException.notFound("namespace");
  }
}
