package dev.muster.auth.session;

import dev.muster.auth.account.Accounts;
import dev.muster.auth.account.Recognised;
import dev.muster.error.ContractException;
import dev.muster.error.ErrorCode;
import dev.muster.id.Ids;
import dev.muster.kit.http.RequestContext;
import dev.muster.kit.limit.Limit;
import dev.muster.kit.limit.Limits;
import dev.muster.kit.token.Caller;
import dev.muster.kit.token.Role;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
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
  private final LoginCookies cookies;
  private final Limits limits;
  private final Caller caller;
  private final RequestContext context;

  @Inject
  SessionResource(
      Accounts accounts,
      Sessions sessions,
      LoginCookies cookies,
      Limits limits,
      Caller caller,
      RequestContext context) {
    this.accounts = accounts;
    this.sessions = sessions;
    this.cookies = cookies;
    this.limits = limits;
    this.caller = caller;
    this.context = context;
  }

  @POST
  @Operation(summary = "Opens a session")
  @Path("/login")
  @PermitAll
  @RunOnVirtualThread
  @ResponseHeader(name = HttpHeaders.CACHE_CONTROL, value = NO_STORE)
  public TokenPair login(
      @NotNull @Valid LoginRequest body,
      @HeaderParam(LoginCookies.MODE_HEADER) String mode,
      @HeaderParam(HttpHeaders.USER_AGENT) String userAgent,
      @Context HttpServerRequest request) {
    boolean byCookie = LoginCookies.isWanted(mode);
    limits.spend(Limit.LOGIN);
    limits.spend(Limit.LOGIN_ACCOUNT, body.email());
    Recognised who =
        accounts
            .recognise(body.email(), body.password())
            .orElseThrow(() -> new ContractException(ErrorCode.NOT_AUTHENTICATED, WRONG));
    TokenPair pair = sessions.open(who, Device.of(userAgent, context.client()));
    return byCookie ? cookies.set(pair, request) : pair;
  }

  @POST
  @Operation(summary = "Trades a refresh token for a new pair")
  @Path("/refresh")
  @Consumes(MediaType.APPLICATION_JSON)
  @PermitAll
  @RunOnVirtualThread
  @ResponseHeader(name = HttpHeaders.CACHE_CONTROL, value = NO_STORE)
  public TokenPair refresh(
      @NotNull @Valid RefreshRequest body, @Context HttpServerRequest request) {
    limits.spend(Limit.REFRESH);
    if (body.refreshToken() != null) {
      return sessions.refresh(body.refreshToken());
    }
    String token =
        cookies
            .refreshToken(request)
            .orElseThrow(() -> ContractException.badParameter("refresh_token", "must not be null"));
    return cookies.set(sessions.refresh(token), request);
  }

  @POST
  @Operation(summary = "Ends the session, everywhere and at once")
  @Path("/logout")
  @RolesAllowed({Role.ADMIN_ROLE, Role.USER_ROLE})
  @RunOnVirtualThread
  public Map<String, Object> logout(@Context HttpServerRequest request) {
    if (caller.token().isForeign()) {
      sessions.refuse(caller.token());
    } else {
      Ids.parse(caller.sessionId()).ifPresent(sessions::logout);
    }
    cookies.clear(request);
    return Map.of();
  }
}
