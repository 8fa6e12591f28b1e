package dev.muster.tasks.log;

import dev.muster.error.ContractException;
import dev.muster.id.Ids;
import dev.muster.kit.db.Transactions;
import dev.muster.kit.token.Caller;
import dev.muster.kit.token.Role;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;

/** Output of a task: bytes with their place in headers, or JSON. At most 1 MiB a time. */
@Path("/api/tasks")
@RolesAllowed({Role.USER_ROLE, Role.ADMIN_ROLE})
@RunOnVirtualThread
public class LogResource {
  @Inject Transactions transactions;
  @Inject LogReader reader;
  @Inject Caller caller;

  /** The JSON form; bytes that are no UTF-8 are replaced, so read those as bytes. */
  public record LogView(
      String phase, long offset, long nextOffset, boolean complete, String content) {}

  @GET
  @Operation(summary = "Reads a task's output")
  @Path("/{id}/logs")
  @Produces(MediaType.TEXT_PLAIN)
  public RestResponse<byte[]> bytes(
      @PathParam("id") String id,
      @QueryParam("phase") String phase,
      @QueryParam("offset") String offset)
      throws SQLException {
    LogReader.Part part = read(id, phase, offset);
    return ResponseBuilder.ok(part.content().bytes(), MediaType.TEXT_PLAIN)
        .header("X-Log-Offset", part.offset())
        .header("X-Log-Next-Offset", part.nextOffset())
        .header("X-Log-Complete", part.complete())
        .build();
  }

  @GET
  @Operation(summary = "Reads a task's output")
  @Path("/{id}/logs")
  @Produces(MediaType.APPLICATION_JSON)
  public LogView json(
      @PathParam("id") String id,
      @QueryParam("phase") String phase,
      @QueryParam("offset") String offset)
      throws SQLException {
    LogReader.Part part = read(id, phase, offset);
    return new LogView(
        part.phase(),
        part.offset(),
        part.nextOffset(),
        part.complete(),
        new String(part.content().bytes(), StandardCharsets.UTF_8));
  }

  private LogReader.Part read(String id, String phase, String offset) throws SQLException {
    UUID taskId = Ids.parse(id).orElseThrow(() -> ContractException.notFound("task"));
    String wanted = phase == null ? "run" : phase;
    if (wanted.isEmpty() || wanted.length() > 64 || wanted.indexOf('\0') >= 0) {
      throw ContractException.badParameter("phase", "must be 1 to 64 printable characters");
    }
    long from = parse(offset);
    UUID callerId = caller.userId();
    boolean admin = caller.isAdmin();
    return transactions.inTransaction(
        connection -> reader.read(connection, taskId, callerId, admin, wanted, from));
  }

  private static long parse(String offset) {
    if (offset == null) {
      return 0;
    }
    try {
      long value = Long.parseLong(offset);
      if (value >= 0) {
        return value;
      }
    } catch (NumberFormatException e) {
      // Answered below, as a negative number is.
    }
    throw ContractException.badParameter("offset", "must be a number of bytes, 0 or more");
  }
}
