package dev.muster.auth.audit;

import dev.muster.error.ContractException;
import dev.muster.internal.AuditBatch;
import dev.muster.internal.AuditEntry;
import dev.muster.kit.token.Caller;
import dev.muster.kit.token.Role;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** Where the other services bring their lines. */
@Path("/internal/audit")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Role.SERVICE_ROLE)
class AuditIntakeResource {
  private final AuditIntake intake;
  private final Caller caller;

  @Inject
  AuditIntakeResource(AuditIntake intake, Caller caller) {
    this.intake = intake;
    this.caller = caller;
  }

  /** Which service a line is from is said by the token, not by the line. */
  @POST
  @Operation(summary = "Takes lines of the audit log from another service")
  @RunOnVirtualThread
  public void take(@NotNull AuditBatch batch) {
    if (batch.entries().size() > AuditBatch.MOST) {
      throw ContractException.badParameter("entries", "must be at most " + AuditBatch.MOST);
    }
    if (batch.entries().stream().anyMatch(AuditIntakeResource::isIncomplete)) {
      throw ContractException.badParameter(
          "entries", "need id, at, actor_kind, action, outcome and detail");
    }
    intake.take(caller.token().subject(), batch.entries());
  }

  private static boolean isIncomplete(AuditEntry entry) {
    return entry.id() == null
        || entry.at() == null
        || entry.actorKind() == null
        || entry.action() == null
        || entry.outcome() == null
        || entry.detail() == null;
  }
}
