package dev.muster.auth.account;

import dev.muster.error.ContractException;
import dev.muster.error.ErrorCode;
import dev.muster.kit.audit.AuditEvent;
import dev.muster.kit.audit.RefusalAudit;
import dev.muster.kit.limit.Limit;
import dev.muster.kit.limit.Limits;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.PermitAll;
import jakarta.inject.Inject;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.ResponseStatus;

/** Lets the first administrator in, while there is no account at all. */
@Path("/api/auth/setup")
@Produces(MediaType.APPLICATION_JSON)
class SetupResource {
  private final SetupToken token;
  private final Accounts accounts;
  private final RefusalAudit refusals;
  private final Limits limits;

  @Inject
  SetupResource(SetupToken token, Accounts accounts, RefusalAudit refusals, Limits limits) {
    this.token = token;
    this.accounts = accounts;
    this.refusals = refusals;
    this.limits = limits;
  }

  /** 2001 without a configured token, 1002 for a wrong one, 2002 once there is an account. */
  @POST
  @Operation(summary = "Makes the first administrator, while there is no account")
  @PermitAll
  @RunOnVirtualThread
  @ResponseStatus(201)
  public Registered setUp(@NotNull @Valid Setup body) {
    limits.spend(Limit.SETUP);
    if (!token.isConfigured()) {
      throw ContractException.notFound("setup");
    }
    if (!token.matches(body.token())) {
      refusals.record(AuditEvent.of(Accounts.SETUP).denied(ErrorCode.NOT_AUTHENTICATED));
      throw new ContractException(ErrorCode.NOT_AUTHENTICATED, "setup token is wrong");
    }
    return new Registered(
        accounts.makeFirst(
            NewAccount.once(
                Email.required(body.email()),
                body.password(),
                body.name(),
                NewAccount.ADMINISTRATOR)));
  }
}
