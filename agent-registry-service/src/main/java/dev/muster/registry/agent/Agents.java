package dev.muster.registry.agent;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import jakarta.persistence.TypedQuery;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The table {@code agent}. Lists are ordered by name, then id. Needs a transaction around it. */
@ApplicationScoped
class Agents implements PanacheRepositoryBase<Agent, UUID> {
  private static final String ORDER = " order by name, id";

  List<Agent> page(AgentFilter filter, int offset, int size) {
    return find("from Agent" + filter.where() + ORDER, filter.parameters())
        .range(offset, offset + size - 1)
        .list();
  }

  long count(AgentFilter filter) {
    return count("from Agent" + filter.where(), filter.parameters());
  }

  /** All of them, for a filter that PostgreSQL can't apply. */
  List<UUID> ids(AgentFilter filter) {
    TypedQuery<UUID> query =
        getEntityManager().createQuery("select id from Agent" + filter.where() + ORDER, UUID.class);
    filter.parameters().forEach(query::setParameter);
    return query.getResultList();
  }

  List<Agent> ofIds(Collection<UUID> ids) {
    return ids.isEmpty() ? List.of() : list("from Agent where id in ?1" + ORDER, ids);
  }

  /** Nobody else changes it until the transaction ends. */
  Optional<Agent> locked(UUID id) {
    return findByIdOptional(id, LockModeType.PESSIMISTIC_WRITE);
  }
}
