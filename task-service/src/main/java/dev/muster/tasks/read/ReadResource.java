package dev.muster.tasks.read;

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
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** H17. */
@Path("/api/tasks")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed({Role.USER_ROLE, Role.ADMIN_ROLE})
@RunOnVirtualThread
public class ReadResource {
  @Inject TaskList list;
  @Inject Counts counts;
  @Inject Tasks tasks;
  @Inject Caller caller;

  @GET
  @Operation(summary = "Shows a task")
  @Path("/{id}")
  public TaskView get(@PathParam("id") String id) {
    return tasks
        .find(parse(id), caller.userId(), caller.isAdmin())
        .orElseThrow(() -> ContractException.notFound("task"));
  }

  /** Newest first; with {@code cursor} what follows an earlier page. */
  @GET
  @Operation(summary = "Lists tasks")
  public TaskPage list(
      @BeanParam TaskQuery query,
      @BeanParam PageQuery paging,
      @QueryParam("cursor") String cursor) {
    TaskFilter filter = query.filter(caller);
    if (cursor == null) {
      return list.page(filter, paging);
    }
    if (paging.page() != 1) {
      throw ContractException.badParameter("page", "goes without cursor only");
    }
    return list.below(filter.within(TaskCursor.parse(cursor)), paging);
  }

  @GET
  @Operation(summary = "Counts tasks by status")
  @Path("/counts")
  public TaskCounts counts(@QueryParam("namespace") String namespace) {
    return counts.of(caller.isAdmin() ? null : caller.userId(), TaskQuery.namespace(namespace));
  }

  /** Oldest first, the one under way last. */
  @GET
  @Operation(summary = "Lists the attempts at a task")
  @Path("/{id}/attempts")
  public Page<AttemptView> attempts(@PathParam("id") String id, @BeanParam PageQuery paging) {
    return tasks
        .attempts(parse(id), caller.userId(), caller.isAdmin(), paging.offset(), paging.size())
        .orElseThrow(() -> ContractException.notFound("task"));
  }

  private static UUID parse(String id) {
    return Ids.parse(id).orElseThrow(() -> ContractException.notFound("task"));
  }
}
