package dev.muster.registry.agent;

import dev.muster.error.ContractException;
import dev.muster.error.ErrorCode;
import dev.muster.id.Ids;
import dev.muster.kit.secret.SaltedHash;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.Session;
import org.hibernate.query.NativeQuery;

/** The table {@code agent}. Lists are ordered by name, then id. Needs a transaction around it. */
@ApplicationScoped
public class Agents implements PanacheRepositoryBase<Agent, UUID> {
  private static final int ID_BYTES = 16;

  List<Agent> page(AgentFilter filter, int offset, int size) {
    return select(AgentSql.ROWS, filter, AgentSql.ORDER, Agent.class)
        .setFirstResult(offset)
        .setMaxResults(size)
        .getResultList();
  }

  long count(AgentFilter filter) {
    return select(AgentSql.COUNT, filter, "", Long.class).getSingleResult();
  }

  /** All of them. */
  List<UUID> ids(AgentFilter filter) {
    byte[] joined = select(AgentSql.IDS, filter, "", byte[].class).getSingleResult();
    if (joined == null) {
      return List.of();
    }
    ByteBuffer bytes = ByteBuffer.wrap(joined);
    List<UUID> ids = new ArrayList<>(joined.length / ID_BYTES);
    while (bytes.hasRemaining()) {
      ids.add(new UUID(bytes.getLong(), bytes.getLong()));
    }
    return ids;
  }

  private <T> NativeQuery<T> select(
      String select, AgentFilter filter, String order, Class<T> type) {
    NativeQuery<T> query =
        getEntityManager()
            .unwrap(Session.class)
            .createNativeQuery(select + filter.where() + order, type);
    filter.parameters().forEach(query::setParameter);
    return query;
  }

  public List<Agent> ofIds(Collection<UUID> ids) {
    return ids.isEmpty() ? List.of() : list("from Agent where id in ?1 order by name, id", ids);
  }

  /** Nobody else changes it until the transaction ends. */
  public Optional<Agent> locked(UUID id) {
    return findByIdOptional(id, LockModeType.PESSIMISTIC_WRITE);
  }

  /** As {@link #locked(UUID)}; throws 2001 for whatever isn't the id of an agent. */
  public Agent locked(String id) {
    return locked(parsed(id)).orElseThrow(Agents::unknown);
  }

  /** Throws 2001 for whatever isn't the id of an agent. */
  Agent named(String id) {
    return findByIdOptional(parsed(id)).orElseThrow(Agents::unknown);
  }

  /**
   * The agent of a machine, locked. Requests about one machine come one after the other until their
   * transactions end, whether the agent exists or not.
   */
  public Optional<Agent> ofMachine(String namespace, String machineId) {
    var unused =
        getEntityManager()
            .createNativeQuery("select 1 from pg_advisory_xact_lock(hashtextextended(?, 0))")
            .setParameter(1, "machine " + namespace + " " + machineId)
            .getSingleResult();
    return find("namespace = ?1 and machineId = ?2", namespace, machineId)
        .withLock(LockModeType.PESSIMISTIC_WRITE)
        .firstResultOptional();
  }

  /** Throws 2002 when another agent there has this one's machine. */
  void requireNewMachineIn(String namespace, Agent agent) {
    if (agent.machineId() != null && ofMachine(namespace, agent.machineId()).isPresent()) {
      throw new ContractException(
          ErrorCode.CONFLICT, "another agent of this machine is in namespace " + namespace);
    }
  }

  /** Notes the first use of a token that still is the agent's; changes no entity tag. */
  int tokenUsed(UUID id, SaltedHash token, Instant at) {
    return getEntityManager()
        .createNativeQuery(
            "update agent set token_used_at = ?"
                + " where id = ? and token_used_at is null and token_hash = ?")
        .setParameter(1, at)
        .setParameter(2, id)
        .setParameter(3, token.hash())
        .executeUpdate();
  }

  static UUID parsed(String id) {
    return Ids.parse(id).orElseThrow(Agents::unknown);
  }

  static ContractException unknown() {
    return ContractException.notFound("agent");
  }
}
