package dev.muster.auth.session;

import dev.muster.auth.account.Accounts;
import dev.muster.auth.account.Recognised;
import dev.muster.error.ContractException;
import dev.muster.error.ErrorCode;
import dev.muster.id.Ids;
import dev.muster.kit.token.Caller;
import dev.muster.kit.token.Role;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.util.Map;
import org.jboss.resteasy.reactive.ResponseHeader;

/** H2, H3 and H4. */
@Path("/api/auth")
@Produces(MediaType.APPLICATION_JSON)
class SessionResource {
  /** The same for every reason, as each would tell which addresses have an account. */
  static final String WRONG = "email or password is wrong";

  private static final String NO_STORE = "no-store";

  private final Accounts accounts;
  private final Sessions sessions;
  private final Caller caller;

  @Inject
  SessionResource(Accounts accounts, Sessions sessions, Caller caller) {
    this.accounts = accounts;
    this.sessions = sessions;
    this.caller = caller;
  }

  @POST
  @Path("/login")
  @PermitAll
  @RunOnVirtualThread
  @ResponseHeader(name = HttpHeaders.CACHE_CONTROL, value = NO_STORE)
  public TokenPair login(@NotNull @Valid LoginRequest body, @Context HttpServerRequest request) {
    Recognised who =
        accounts
            .recognise(body.email(), body.password())
            .orElseThrow(() -> new ContractException(ErrorCode.NOT_AUTHENTICATED, WRONG));
    return sessions.open(who, Device.of(request));
  }

  @POST
  @Path("/refresh")
  @PermitAll
  @RunOnVirtualThread
  @ResponseHeader(name = HttpHeaders.CACHE_CONTROL, value = NO_STORE)
  public TokenPair refresh(@NotNull @Valid RefreshRequest body) {
    return sessions.refresh(body.refreshToken());
  }

  @POST
  @Path("/logout")
  @RolesAllowed({Role.ADMIN_ROLE, Role.USER_ROLE})
  @RunOnVirtualThread
  public Map<String, Object> logout() {
    Ids.parse(caller.sessionId()).ifPresent(sessions::logout);
    return Map.of();
  }
}
