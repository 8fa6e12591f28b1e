package dev.muster.tasks.submit;

import dev.muster.error.ContractException;
import dev.muster.error.ErrorCode;
import dev.muster.kit.token.Role;
import dev.muster.tasks.config.TaskConfig;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.jboss.resteasy.reactive.ResponseStatus;

/** Many submits at once, as an array or as lines of JSON. */
@Path("/api/tasks")
@Singleton
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed({Role.USER_ROLE, Role.ADMIN_ROLE})
@RunOnVirtualThread
public class BulkResource {
  static final String LINES = "application/x-ndjson";

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  @Inject BulkSubmit submit;
  private final Semaphore atOnce;

  @Inject
  BulkResource(TaskConfig config) {
    atOnce = new Semaphore(config.bulkAtOnce());
  }

  /** What became of each, in the order of the request. */
  @RegisterForReflection
  public record Answer(List<BulkSubmit.Item> items, int accepted, int refused) {
    static Answer of(List<BulkSubmit.Item> items) {
      int accepted = (int) items.stream().filter(item -> item.taskId() != null).count();
      return new Answer(items, accepted, items.size() - accepted);
    }
  }

  /** 200 once all that are accepted are durable, also when some, or all, are refused. */
  @POST
  @Path("/bulk")
  @Consumes({MediaType.APPLICATION_JSON, LINES})
  @Operation(summary = "Submits up to 1,000 tasks")
  @ResponseStatus(200)
  public Answer submit(
      @RequestBody(
              required = true,
              content = {
                @Content(
                    mediaType = MediaType.APPLICATION_JSON,
                    schema =
                        @Schema(type = SchemaType.ARRAY, implementation = TaskSubmission.class)),
                @Content(mediaType = LINES, schema = @Schema(type = SchemaType.STRING))
              })
          InputStream body,
      @HeaderParam(HttpHeaders.CONTENT_TYPE) String contentType,
      @HeaderParam("Idempotency-Key") String idempotencyKey)
      throws IOException {
    takeTurn();
    try {
      byte[] bytes = body.readAllBytes();
      List<BulkBody.Slice> slices =
          isLines(contentType)
              ? BulkBody.lines(bytes, BulkSubmit.MOST)
              : BulkBody.elements(bytes, BulkSubmit.MOST);
      return Answer.of(submit.submit(bytes, slices, idempotencyKey));
    } finally {
      atOnce.release();
    }
  }

  private static boolean isLines(String contentType) {
    return contentType != null && contentType.toLowerCase(Locale.ROOT).startsWith(LINES);
  }

  /** Bodies that are large are held in memory by a few requests at a time. */
  private void takeTurn() {
    try {
      if (atOnce.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw ContractException.retryLater(
        ErrorCode.UNAVAILABLE, "too many bulk submits at once", Duration.ofSeconds(1), null);
  }
}
