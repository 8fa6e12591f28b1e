package dev.muster.tasks.event;

import dev.muster.error.ContractException;
import dev.muster.id.Ids;
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
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** H21: a task's events, page by page or as they come. */
@Path("/api/tasks")
@RolesAllowed({Role.USER_ROLE, Role.ADMIN_ROLE})
@RunOnVirtualThread
public class EventResource {
  private static final int DEFAULT_LIMIT = 200;
  private static final int LARGEST_LIMIT = 1_000;

  @Inject EventLog log;
  @Inject EventFollow follow;
  @Inject Caller caller;

  /** The events after {@code offset}; all of them without one. */
  @GET
  @Operation(summary = "Reads or follows a task's events")
  @Path("/{id}/events")
  @Produces(MediaType.APPLICATION_JSON)
  public EventPage page(
      @PathParam("id") String id,
      @QueryParam("epoch") String epoch,
      @QueryParam("offset") String offset,
      @QueryParam("limit") String limit) {
    return log.read(
        parse(id),
        caller.userId(),
        caller.isAdmin(),
        EventPosition.of(epoch, offset),
        limit(limit));
  }

  /**
   * The events after {@code Last-Event-ID}, or {@code epoch} and {@code offset}, as server-sent
   * events until the task has ended; 204 when a reader that has them all comes back.
   */
  @GET
  @Operation(summary = "Reads or follows a task's events")
  @Path("/{id}/events")
  @Produces(MediaType.SERVER_SENT_EVENTS)
  @APIResponse(
      responseCode = "200",
      description = "OK",
      content =
          @Content(
              mediaType = MediaType.SERVER_SENT_EVENTS,
              schema = @Schema(type = SchemaType.STRING)))
  @APIResponse(
      responseCode = "204",
      description = "A follower that comes back has everything, and the task has ended")
  public void stream(
      @PathParam("id") String id,
      @HeaderParam("Last-Event-ID") String lastEventId,
      @QueryParam("epoch") String epoch,
      @QueryParam("offset") String offset,
      @Context SseEventSink sink,
      @Context RoutingContext routing) {
    UUID taskId = parse(id);
    EventPosition from =
        lastEventId == null || lastEventId.isEmpty()
            ? EventPosition.of(epoch, offset)
            : EventPosition.ofEventId(lastEventId);
    follow.serve(
        taskId,
        new EventReading(log, taskId, caller.userId(), caller.isAdmin(), from),
        caller.token(),
        routing.response());
    sink.close();
  }

  private static int limit(String limit) {
    if (limit == null) {
      return DEFAULT_LIMIT;
    }
    if (limit.matches("[0-9]{1,4}")) {
      int value = Integer.parseInt(limit);
      if (value >= 1 && value <= LARGEST_LIMIT) {
        return value;
      }
    }
    throw ContractException.badParameter("limit", "must be a number from 1 to " + LARGEST_LIMIT);
  }

  private static UUID parse(String id) {
    return Ids.parse(id).orElseThrow(() -> ContractException.notFound("task"));
  }
}
