package dev.muster.tasks.pause;

import dev.muster.error.ContractException;
import dev.muster.id.Ids;
import dev.muster.kit.http.Page;
import dev.muster.kit.token.Caller;
import dev.muster.kit.token.Role;
import dev.muster.tasks.dispatch.Dispatcher;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.net.URI;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;

/** Administrators keep tasks of a type, of an agent or of a need from starting. */
@Path("/api/pauses")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Role.ADMIN_ROLE)
@RunOnVirtualThread
class PauseResource {
  @Inject Pauses pauses;
  @Inject Dispatcher dispatcher;
  @Inject Caller caller;

  /** The answer to a resume. */
  public record Resumed(boolean deleted) {}

  @GET
  @Operation(summary = "Lists what is paused")
  public Page<PauseView> list(@QueryParam("namespace") String namespace) {
    if (namespace != null && !namespace.matches("[a-z0-9._-]{1,64}")) {
      throw ContractException.badParameter("namespace", "is no name of a namespace");
    }
    List<PauseView> all = pauses.list(namespace);
    return new Page<>(all, all.size());
  }

  /** 201; 200 when the same is paused already. */
  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(summary = "Keeps tasks of a type, of an agent or of a need from starting")
  public RestResponse<PauseView> pause(@NotNull @Valid NewPause wish) {
    wish.check();
    Pauses.Made made = pauses.pause(wish, caller.userId());
    return made.fresh()
        ? ResponseBuilder.<PauseView>created(URI.create("/api/v1/pauses/" + made.pause().id()))
            .entity(made.pause())
            .build()
        : RestResponse.ok(made.pause());
  }

  @DELETE
  @Path("/{id}")
  @Operation(summary = "Lets what was paused start again")
  public Resumed resume(@PathParam("id") String id) {
    Pauses.Ended ended =
        pauses.resume(Ids.parse(id).orElseThrow(() -> ContractException.notFound("pause")));
    ended.routes().forEach(route -> dispatcher.ready(ended.pause().namespace(), route));
    return new Resumed(true);
  }
}
