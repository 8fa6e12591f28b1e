package dev.muster.auth.account;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.muster.error.ContractException;
import dev.muster.error.ErrorCode;
import dev.muster.kit.idempotency.IdempotentRequest;
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
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.net.URI;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.ResponseHeader;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;

/** H1 and H5. */
@Path(AccountResource.PATH)
@Produces(MediaType.APPLICATION_JSON)
class AccountResource {
  static final String PATH = "/api/auth";

  private final Accounts accounts;
  private final RegistrationConfig registration;
  private final Limits limits;
  private final Caller caller;
  private final ObjectMapper json;

  @Inject
  AccountResource(
      Accounts accounts,
      RegistrationConfig registration,
      Limits limits,
      Caller caller,
      ObjectMapper json) {
    this.accounts = accounts;
    this.registration = registration;
    this.limits = limits;
    this.caller = caller;
    this.json = json;
  }

  /**
   * 201; with an {@code Idempotency-Key} a repeat within 24 hours answers 200 and the first one's
   * id.
   */
  @POST
  @Operation(summary = "Makes an account")
  @Path("/register")
  @PermitAll
  @RunOnVirtualThread
  public RestResponse<Registered> register(
      @NotNull @Valid Registration body, @HeaderParam(IdempotentRequest.HEADER) String key) {
    limits.spend(Limit.REGISTER);
    if (!registration.open() && !caller.isAdmin()) {
      throw new ContractException(ErrorCode.FORBIDDEN, "registration is for administrators");
    }
    // Where anybody may register nobody is asked who it is.
    String owner = registration.open() ? "anybody" : caller.token().subject();
    NewAccount wanted =
        NewAccount.once(Email.required(body.email()), body.password(), body.name(), NewAccount.USER)
            .repeatable(owner, PATH + "/register", key, json);
    MadeAccount made = accounts.make(wanted);
    Registered answer = new Registered(made.id());
    return made.repeated()
        ? RestResponse.ok(answer)
        : ResponseBuilder.<Registered>created(URI.create("/api/v1/users/" + made.id()))
            .entity(answer)
            .build();
  }

  @GET
  @Operation(summary = "Who the token names")
  @Path("/me")
  @RolesAllowed({Role.ADMIN_ROLE, Role.USER_ROLE})
  @RunOnVirtualThread
  @ResponseHeader(name = HttpHeaders.CACHE_CONTROL, value = "no-store")
  public AccountView me() {
    if (caller.token().isForeign()) {
      return ForeignAccount.of(caller.token());
    }
    return accounts
        .view(caller.userId())
        .orElseThrow(() -> new ContractException(ErrorCode.NOT_AUTHENTICATED, "account is gone"));
  }
}
