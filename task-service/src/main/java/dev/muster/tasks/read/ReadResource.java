package dev.muster.tasks.read;

import dev.muster.error.ContractException;
import dev.muster.id.Ids;
import dev.muster.kit.db.Transactions;
import dev.muster.kit.http.Page;
import dev.muster.kit.http.PageQuery;
import dev.muster.kit.token.Caller;
import dev.muster.kit.token.Role;
import dev.muster.task.TaskStatus;
import dev.muster.tasks.sql.Sql;
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
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** H17. */
@Path("/api/tasks")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed({Role.USER_ROLE, Role.ADMIN_ROLE})
@RunOnVirtualThread
public class ReadResource {
  @Inject Transactions transactions;
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

  @GET
  @Operation(summary = "Lists tasks")
  public Page<TaskView> list(
      @QueryParam("status") String status,
      @QueryParam("agent_id") String agentId,
      @QueryParam("type") String type,
      @QueryParam("stage") String stage,
      @BeanParam PageQuery page)
      throws SQLException {
    if (status != null && TaskStatus.parse(status).isEmpty()) {
      throw ContractException.badParameter(
          "status", "must be one of queued, running, done, failed, canceled");
    }
    UUID agent =
        agentId == null
            ? null
            : Ids.parse(agentId)
                .orElseThrow(() -> ContractException.badParameter("agent_id", "must be a UUID"));
    List<Sql.Param> filter = new ArrayList<>();
    filter.add(Sql.value(caller.userId()));
    filter.add(Sql.value(caller.isAdmin()));
    for (Object value : new Object[] {status, agent, clean("type", type), clean("stage", stage)}) {
      filter.add(Sql.value(value));
      filter.add(Sql.value(value));
    }
    List<Sql.Param> paged = new ArrayList<>(filter);
    paged.add(Sql.value(page.size()));
    paged.add(Sql.value(page.offset()));
    return transactions.inTransaction(
        connection ->
            new Page<>(
                Sql.query(
                    connection,
                    ReadSql.PAGE,
                    row -> TaskView.of(row, false),
                    paged.toArray(Sql.Param[]::new)),
                Sql.query(
                        connection,
                        ReadSql.COUNT,
                        row -> row.getLong(1),
                        filter.toArray(Sql.Param[]::new))
                    .getFirst()));
  }

  @GET
  @Operation(summary = "Lists the attempts at a task")
  @Path("/{id}/attempts")
  public Page<AttemptView> attempts(@PathParam("id") String id) throws SQLException {
    UUID taskId = parse(id);
    Sql.Param[] params = visible(taskId);
    List<AttemptView> attempts =
        transactions.inTransaction(
            connection -> {
              if (Sql.query(connection, ReadSql.EXISTS, row -> true, params).isEmpty()) {
                throw ContractException.notFound("task");
              }
              return Sql.query(connection, ReadSql.ATTEMPTS, AttemptView::of, Sql.value(taskId));
            });
    return new Page<>(attempts, attempts.size());
  }

  private Sql.Param[] visible(UUID taskId) {
    return new Sql.Param[] {
      Sql.value(taskId), Sql.value(caller.userId()), Sql.value(caller.isAdmin())
    };
  }

  private static String clean(String name, String value) {
    if (value != null && (value.indexOf('\0') >= 0 || value.length() > 64)) {
      throw ContractException.badParameter(name, "must be at most 64 printable characters");
    }
    return value;
  }

  private static UUID parse(String id) {
    return Ids.parse(id).orElseThrow(() -> ContractException.notFound("task"));
  }
}
