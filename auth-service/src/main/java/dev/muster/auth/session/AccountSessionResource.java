package dev.muster.auth.session;

import dev.muster.auth.account.AccountReach;
import dev.muster.error.ContractException;
import dev.muster.id.Ids;
import dev.muster.kit.http.Page;
import dev.muster.kit.http.PageQuery;
import dev.muster.kit.token.Caller;
import dev.muster.kit.token.Role;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** P8: where a user is logged in. A user's own, and an administrator's to see and end. */
@Path("/api/users/{id}/sessions")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed({Role.ADMIN_ROLE, Role.USER_ROLE})
@RunOnVirtualThread
class AccountSessionResource {
  private final AccountSessions sessions;
  private final AccountReach reach;
  private final Caller caller;

  @Inject
  AccountSessionResource(AccountSessions sessions, AccountReach reach, Caller caller) {
    this.sessions = sessions;
    this.reach = reach;
    this.caller = caller;
  }

  @GET
  @Operation(summary = "Lists where a user is logged in")
  public Page<SessionView> list(@PathParam("id") String id, @BeanParam PageQuery paging) {
    return sessions.page(reach.of(id), caller.sessionId(), paging.offset(), paging.size());
  }

  @DELETE
  @Operation(summary = "Ends all sessions of a user")
  public EndedSessions endAll(@PathParam("id") String id) {
    return new EndedSessions(sessions.endAll(reach.of(id)));
  }

  @DELETE
  @Operation(summary = "Ends a session of a user")
  @Path("{sid}")
  public EndedSessions end(@PathParam("id") String id, @PathParam("sid") String sid) {
    sessions.end(
        reach.of(id), Ids.parse(sid).orElseThrow(() -> ContractException.notFound("session")));
    return new EndedSessions(1);
  }
}
