package dev.muster.registry.duty;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.muster.internal.AgentMode;
import java.time.Instant;

/**
 * Answer of {@code POST /api/agents/{id}/{drain,resume,quarantine}}.
 *
 * @param since left out when the mode was never changed
 * @param effective false while task-service couldn't be told; it will be as soon as it is back
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record DutyView(AgentMode mode, String reason, Instant since, boolean effective) {
  static DutyView of(Duty duty, boolean effective) {
    return new DutyView(duty.mode(), duty.reason(), duty.since(), effective);
  }
}
