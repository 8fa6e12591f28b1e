package dev.muster.auth.user;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.muster.auth.account.AccountReach;
import dev.muster.auth.account.Accounts;
import dev.muster.auth.account.MadeAccount;
import dev.muster.error.ContractException;
import dev.muster.error.ErrorCode;
import dev.muster.id.Ids;
import dev.muster.kit.http.Page;
import dev.muster.kit.http.PageQuery;
import dev.muster.kit.http.VersionTag;
import dev.muster.kit.idempotency.IdempotentRequest;
import dev.muster.kit.limit.Limit;
import dev.muster.kit.limit.Limits;
import dev.muster.kit.token.Caller;
import dev.muster.kit.token.Role;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.net.URI;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;

/** P8: administrators keep the accounts; a user sees its own. {@code me} is the caller's id. */
@Path(UserResource.PATH)
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
class UserResource {
  static final String PATH = "/api/users";

  private final Users users;
  private final Accounts accounts;
  private final Passwords passwords;
  private final AccountReach reach;
  private final Limits limits;
  private final Caller caller;
  private final ObjectMapper json;

  @Inject
  UserResource(
      Users users,
      Accounts accounts,
      Passwords passwords,
      AccountReach reach,
      Limits limits,
      Caller caller,
      ObjectMapper json) {
    this.users = users;
    this.accounts = accounts;
    this.passwords = passwords;
    this.reach = reach;
    this.limits = limits;
    this.caller = caller;
    this.json = json;
  }

  @GET
  @Operation(summary = "Lists accounts")
  @RolesAllowed(Role.ADMIN_ROLE)
  public Page<UserView> list(@BeanParam UserQuery query, @BeanParam PageQuery paging) {
    return users.page(query.filter(), paging.offset(), paging.size());
  }

  /**
   * 201; with an {@code Idempotency-Key} a repeat within 24 hours answers 200 and the first one's
   * id.
   */
  @POST
  @Operation(summary = "Makes an account with roles")
  @RolesAllowed(Role.ADMIN_ROLE)
  public RestResponse<CreatedUser> create(
      @NotNull @Valid NewUser body, @HeaderParam(IdempotentRequest.HEADER) String key) {
    MadeAccount made =
        accounts.make(body.account().repeatable(caller.token().subject(), PATH, key, json));
    CreatedUser answer = new CreatedUser(made.id());
    return made.repeated()
        ? RestResponse.ok(answer)
        : ResponseBuilder.<CreatedUser>created(URI.create("/api/v1/users/" + made.id()))
            .entity(answer)
            .build();
  }

  @GET
  @Operation(summary = "Shows an account")
  @Path("{id}")
  @RolesAllowed({Role.ADMIN_ROLE, Role.USER_ROLE})
  public RestResponse<UserView> get(@PathParam("id") String id) {
    return tagged(users.get(reach.of(id)));
  }

  /** A user may change its own name; the rest is an administrator's to decide. */
  @PATCH
  @Operation(summary = "Changes an account: its name, its roles, whether it is disabled")
  @Path("{id}")
  @RolesAllowed({Role.ADMIN_ROLE, Role.USER_ROLE})
  public RestResponse<UserView> change(
      @PathParam("id") String id,
      @NotNull @Valid ChangeUser wanted,
      @HeaderParam(HttpHeaders.IF_MATCH) String ifMatch) {
    UUID user = reach.of(id);
    if (wanted.needsAdministrator() && !caller.isAdmin()) {
      throw new ContractException(ErrorCode.FORBIDDEN, "only an administrator may change that");
    }
    return tagged(users.change(user, wanted, ifMatch));
  }

  @DELETE
  @Operation(summary = "Deletes an account and ends its sessions")
  @Path("{id}")
  @RolesAllowed(Role.ADMIN_ROLE)
  public DeletedUser delete(
      @PathParam("id") String id, @HeaderParam(HttpHeaders.IF_MATCH) String ifMatch) {
    users.delete(reach.of(id), ifMatch);
    return new DeletedUser(true);
  }

  @PUT
  @Operation(summary = "Changes one's own password and ends all other sessions")
  @Path("me/password")
  @RolesAllowed({Role.ADMIN_ROLE, Role.USER_ROLE})
  public ChangedPassword changePassword(@NotNull @Valid PasswordChange body) {
    limits.spend(Limit.PASSWORD);
    UUID session =
        Ids.parse(caller.sessionId())
            .orElseThrow(
                () -> new ContractException(ErrorCode.FORBIDDEN, "only for who has logged in"));
    passwords.change(caller.userId(), session, body);
    return new ChangedPassword(true);
  }

  private static RestResponse<UserView> tagged(User user) {
    return ResponseBuilder.ok(UserView.of(user))
        .header(HttpHeaders.ETAG, VersionTag.of(user.version()))
        .build();
  }
}
