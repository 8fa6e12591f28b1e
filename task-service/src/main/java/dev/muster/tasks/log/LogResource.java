package dev.muster.tasks.log;

import dev.muster.error.ContractException;
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
import java.time.Duration;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;

/**
 * Output of a task: bytes with their place in headers, or JSON. At most 1 MiB a time. With {@code
 * follow=true} the answer waits until there is something.
 */
@Path("/api/tasks")
@RolesAllowed({Role.USER_ROLE, Role.ADMIN_ROLE})
@RunOnVirtualThread
public class LogResource {
  private static final int LONGEST_WAIT = 30;

  @Inject LogPoll poll;

  /**
   * The JSON form; bytes that are no UTF-8 are replaced, so read those as bytes.
   *
   * @param truncated whether the task had more output than it may keep
   * @param truncatedAt the first offset at which some is missing; left out when none is
   */
  public record LogView(
      String phase,
      long offset,
      long nextOffset,
      boolean complete,
      boolean truncated,
      Long truncatedAt,
      String content) {}

  @GET
  @Gzipped
  @Operation(summary = "Reads a task's output")
  @Path("/{id}/logs")
  @Produces(MediaType.TEXT_PLAIN)
  public RestResponse<byte[]> bytes(
      @PathParam("id") String id,
      @QueryParam("phase") String phase,
      @QueryParam("offset") String offset,
      @QueryParam("follow") String follow,
      @QueryParam("wait") String wait) {
    LogReader.Part part = poll.read(LogQuery.of(id, phase, offset), wait(follow, wait));
    ResponseBuilder<byte[]> answer =
        ResponseBuilder.ok(part.content().bytes(), MediaType.TEXT_PLAIN)
            .header("X-Log-Offset", part.offset())
            .header("X-Log-Next-Offset", part.nextOffset())
            .header("X-Log-Complete", part.complete())
            .header("X-Log-Truncated", part.cutAt() != null);
    if (part.cutAt() != null) {
      answer.header("X-Log-Truncated-At", part.cutAt());
    }
    return answer.build();
  }

  @GET
  @Gzipped
  @Operation(summary = "Reads a task's output")
  @Path("/{id}/logs")
  @Produces(MediaType.APPLICATION_JSON)
  public LogView json(
      @PathParam("id") String id,
      @QueryParam("phase") String phase,
      @QueryParam("offset") String offset,
      @QueryParam("follow") String follow,
      @QueryParam("wait") String wait) {
    LogReader.Part part = poll.read(LogQuery.of(id, phase, offset), wait(follow, wait));
    return new LogView(
        part.phase(),
        part.offset(),
        part.nextOffset(),
        part.complete(),
        part.cutAt() != null,
        part.cutAt(),
        new String(part.content().bytes(), StandardCharsets.UTF_8));
  }

  /** Seconds, at most 30, and that without a wish; none for who doesn't follow. */
  private static Duration wait(String follow, String wait) {
    if (follow != null && !follow.equals("true") && !follow.equals("false")) {
      throw ContractException.badParameter("follow", "must be true or false");
    }
    int seconds = LONGEST_WAIT;
    try {
      seconds = wait == null ? seconds : Integer.parseInt(wait);
    } catch (NumberFormatException e) {
      seconds = -1;
    }
    if (seconds < 0 || seconds > LONGEST_WAIT) {
      throw ContractException.badParameter("wait", "must be from 0 to " + LONGEST_WAIT);
    }
    return "true".equals(follow) ? Duration.ofSeconds(seconds) : Duration.ZERO;
  }
}
