package dev.muster.tasks.watch;

import dev.muster.error.ContractException;
import dev.muster.internal.LogWatch;
import dev.muster.kit.token.Role;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import java.util.UUID;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** Gateways say which output their clients follow. */
@Path("/internal/tasks/{task_id}/log-watches/{watcher}")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Role.SERVICE_ROLE)
@RunOnVirtualThread
class WatchResource {
  private static final Pattern WATCHER = Pattern.compile("[\\x21-\\x7e]{1,128}");
  private static final Pattern PHASE = Pattern.compile("[^\\p{Cntrl}]{1,64}");

  @Inject Watches watches;
  @Inject StreamCommands tasks;

  @PUT
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(summary = "Begins or renews a watch of a task's output")
  public LogWatch watch(
      @PathParam("task_id") UUID taskId,
      @PathParam("watcher") String watcher,
      @NotNull LogWatch watch) {
    checkWatcher(watcher);
    if (watch.phase() == null || !PHASE.matcher(watch.phase()).matches()) {
      throw ContractException.badParameter("phase", "must be 1 to 64 printable characters");
    }
    if (watch.forMs() < 1 || watch.forMs() > Watches.LONGEST.toMillis()) {
      throw ContractException.badParameter(
          "for_ms", "must be from 1 to " + Watches.LONGEST.toMillis());
    }
    if (!tasks.isTask(taskId)) {
      throw ContractException.notFound("task");
    }
    watches.watch(taskId, watch.phase(), watcher, Duration.ofMillis(watch.forMs()));
    return watch;
  }

  /** Also for a watch that has ended already. */
  @DELETE
  @Operation(summary = "Ends a watch of a task's output")
  public void unwatch(@PathParam("task_id") UUID taskId, @PathParam("watcher") String watcher) {
    checkWatcher(watcher);
    watches.unwatch(taskId, watcher);
  }

  private static void checkWatcher(String watcher) {
    if (!WATCHER.matcher(watcher).matches()) {
      throw ContractException.badParameter("watcher", "must be 1 to 128 characters of ASCII");
    }
  }
}
