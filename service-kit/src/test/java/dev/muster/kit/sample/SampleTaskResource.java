package dev.muster.kit.sample;

import dev.muster.kit.token.Caller;
import dev.muster.kit.token.Role;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.util.Map;

/** Paths for which the scopes are others than {@code admin}. */
@Path("/api")
@RunOnVirtualThread
public class SampleTaskResource {
  @Inject Caller caller;

  @GET
  @Path("/tasks")
  @RolesAllowed({Role.ADMIN_ROLE, Role.USER_ROLE})
  public Map<String, Object> who() {
    return Map.of("id", caller.userId(), "admin", caller.isAdmin());
  }

  @POST
  @Path("/tasks")
  @RolesAllowed({Role.ADMIN_ROLE, Role.USER_ROLE})
  public Map<String, Object> echo(Map<String, Object> body) {
    return body;
  }

  @POST
  @Path("/agents/{id}/tasks")
  @RolesAllowed({Role.ADMIN_ROLE, Role.USER_ROLE})
  public Map<String, Object> forAgent(@PathParam("id") String id, Map<String, Object> body) {
    return body;
  }

  @GET
  @Path("/agents/{id}/tasks/open")
  @PermitAll
  public Map<String, Object> open(@PathParam("id") String id) {
    return Map.of("agent", id);
  }
}
