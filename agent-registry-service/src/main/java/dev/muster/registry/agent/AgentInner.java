package dev.muster.registry.agent;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.muster.event.AgentPresence;
import dev.muster.registry.duty.Duty;
import dev.muster.registry.rotation.RotationView;
import java.time.Instant;
import java.util.Optional;

/**
 * What only administrators see of an agent.
 *
 * @param machineId of one that enrolled itself, as is {@code programVersion}
 * @param modeReason left out with {@code modeSince} when the mode was never changed
 * @param modeEffective false while task-service couldn't yet be told of the mode
 * @param rotation left out when none was ever asked for
 * @param connection left out while offline
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record AgentInner(
    String machineId,
    String programVersion,
    String modeReason,
    Instant modeSince,
    boolean modeEffective,
    RotationView rotation,
    AgentConnection connection) {

  static AgentInner of(Agent agent, Optional<AgentPresence> connection, Instant now) {
    Duty duty = agent.duty();
    return new AgentInner(
        agent.machineId(),
        agent.programVersion(),
        duty.since() == null ? null : duty.reason(),
        duty.since(),
        duty.isTold(),
        RotationView.of(agent.rotation(), now).orElse(null),
        connection.map(AgentConnection::of).orElse(null));
  }
}
