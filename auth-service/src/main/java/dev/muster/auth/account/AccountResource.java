package dev.muster.auth.account;

import dev.muster.error.ContractException;
import dev.muster.error.ErrorCode;
import dev.muster.kit.limit.Limit;
import dev.muster.kit.limit.Limits;
import dev.muster.kit.token.Caller;
import dev.muster.kit.token.Role;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import org.jboss.resteasy.reactive.ResponseHeader;
import org.jboss.resteasy.reactive.ResponseStatus;

/** H1 and H5. */
@Path("/api/auth")
@Produces(MediaType.APPLICATION_JSON)
class AccountResource {
  private final Accounts accounts;
  private final RegistrationConfig registration;
  private final Limits limits;
  private final Caller caller;

  @Inject
  AccountResource(
      Accounts accounts, RegistrationConfig registration, Limits limits, Caller caller) {
    this.accounts = accounts;
    this.registration = registration;
    this.limits = limits;
    this.caller = caller;
  }

  @POST
  @Path("/register")
  @PermitAll
  @RunOnVirtualThread
  @ResponseStatus(201)
  public Registered register(@NotNull @Valid Registration body) {
    limits.spend(Limit.REGISTER);
    if (!registration.open() && !caller.isAdmin()) {
      throw new ContractException(ErrorCode.FORBIDDEN, "registration is for administrators");
    }
    Email email =
        Email.parse(body.email())
            .orElseThrow(() -> ContractException.badParameter("email", "must be an email address"));
    return new Registered(accounts.register(email, body.password(), body.name().strip()));
  }

  @GET
  @Path("/me")
  @RolesAllowed({Role.ADMIN_ROLE, Role.USER_ROLE})
  @RunOnVirtualThread
  @ResponseHeader(name = HttpHeaders.CACHE_CONTROL, value = "no-store")
  public AccountView me() {
    return accounts
        .find(caller.userId())
        .map(AccountView::of)
        .orElseThrow(() -> new ContractException(ErrorCode.NOT_AUTHENTICATED, "account is gone"));
  }
}
