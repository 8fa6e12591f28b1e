package dev.muster.tasks.log;

import dev.muster.kit.token.Caller;
import dev.muster.kit.token.Role;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.SseEventSink;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/**
 * Output of a task as a stream of events: {@code log} {@code {phase,offset,next_offset,content}},
 * or {@code content_base64} for bytes that are no UTF-8, with the next offset as id; then {@code
 * end}. A stream that ends without it is to be asked for again with {@code Last-Event-ID}.
 */
@Path("/api/tasks")
@RolesAllowed({Role.USER_ROLE, Role.ADMIN_ROLE})
@RunOnVirtualThread
public class FollowResource {
  @Inject LogFollow follow;
  @Inject Caller caller;

  @GET
  @Operation(summary = "Reads a task's output")
  @Path("/{id}/logs")
  @Produces(MediaType.SERVER_SENT_EVENTS)
  @APIResponse(
      responseCode = "200",
      description = "OK",
      content =
          @Content(
              mediaType = MediaType.SERVER_SENT_EVENTS,
              schema = @Schema(type = SchemaType.STRING)))
  public void follow(
      @PathParam("id") String id,
      @QueryParam("phase") String phase,
      @QueryParam("offset") String offset,
      @HeaderParam("Last-Event-ID") String lastEventId,
      @Context SseEventSink sink,
      @Context RoutingContext routing) {
    boolean resumes = lastEventId != null && !lastEventId.isEmpty();
    LogQuery query = LogQuery.of(id, phase, resumes ? lastEventId : offset);
    follow.serve(query, caller.token(), routing.response());
    sink.close();
  }
}
