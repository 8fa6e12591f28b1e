package dev.muster.auth.audit;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import dev.muster.kit.http.PageQuery;
import dev.muster.kit.token.Role;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** H9. */
@Path("/api/audit")
@RolesAllowed(Role.ADMIN_ROLE)
@RunOnVirtualThread
class AuditResource {
  static final String NDJSON = "application/x-ndjson";

  private final AuditTrail trail;
  private final ObjectWriter json;

  @Inject
  AuditResource(AuditTrail trail, ObjectMapper json) {
    this.trail = trail;
    this.json = json.writerFor(AuditLine.class);
  }

  /** Newest first; with {@code cursor} what follows an earlier page. */
  @GET
  @Operation(summary = "Reads the audit log, newest first, or exports all that matches as NDJSON")
  @Produces(MediaType.APPLICATION_JSON)
  public AuditPage list(
      @BeanParam AuditQuery query,
      @BeanParam PageQuery paging,
      @QueryParam("cursor") String cursor) {
    return cursor == null
        ? trail.page(query.filter(), paging.offset(), paging.size())
        : trail.below(query.filter(), AuditCursor.parse(cursor), paging.size());
  }

  /** Everything that matches, one JSON object per line. Cut off without an end when it fails. */
  @GET
  @Operation(summary = "Reads the audit log, newest first, or exports all that matches as NDJSON")
  @Produces(NDJSON + ";qs=0.5")
  public StreamingOutput export(@BeanParam AuditQuery query) {
    AuditFilter filter = query.filter();
    return out -> trail.forEach(filter, line -> write(out, line));
  }

  private void write(OutputStream out, AuditLine line) {
    try {
      out.write(json.writeValueAsBytes(line));
      out.write('\n');
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
