package dev.muster.tasks.log;

import dev.muster.error.ContractException;
import dev.muster.id.Ids;
import dev.muster.tasks.agent.AgentEntrance;
import dev.muster.tasks.signal.Acceptances;
import dev.muster.wire.LogContent;
import dev.muster.wire.LogStream;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import jakarta.annotation.security.PermitAll;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;

/** I2: output that an agent posts instead of sending it over its socket. */
@Path("/api/agents/tasks")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class LogChunkResource {
  @Inject AgentEntrance entrance;
  @Inject LogChunkReader reader;
  @Inject LogChunks chunks;
  @Inject Acceptances acceptances;

  /**
   * What became of it.
   *
   * @param status {@code ok}; {@code truncated} when the task had too much output, and this or a
   *     part of it is not kept: nothing is to be sent again
   * @param nextOffset where the agent goes on
   * @param savedBytes stored by this request; 0 for a repetition
   */
  @RegisterForReflection
  public record Answer(String status, long nextOffset, int savedBytes) {}

  /** The agent is told by its own key or token, which no access token stands in for. */
  @POST
  @Operation(summary = "Stores a piece of a task's output, for the agent that runs it")
  @Path("/{id}/logs/chunk")
  @PermitAll
  @SecurityRequirement(name = "bearer")
  @RequestBody(
      required = true,
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = LogChunk.class)))
  public Answer store(
      @PathParam("id") String id,
      @HeaderParam("X-Lease-Id") String leaseId,
      @HeaderParam("Content-Encoding") String encoding,
      @Context HttpServerRequest request,
      byte[] body)
      throws IOException {
    UUID agentId = entrance.agent(request);
    UUID taskId = Ids.parse(id).orElseThrow(() -> ContractException.notFound("task"));
    LogChunk chunk = reader.read(body, encoding);
    LogContent content = chunk.checked();
    LogStore.Written written =
        chunks.store(
            new LogWrite(
                taskId,
                leaseId,
                0,
                agentId,
                chunk.phase(),
                LogStream.STDOUT,
                chunk.offset(),
                content,
                true));
    if (written.holder().attempt() != null && !written.holder().isAccepted()) {
      acceptances.accept(written.holder().attempt(), agentId);
    }
    return answer(written.receipt());
  }

  private static Answer answer(LogReceipt receipt) {
    return switch (receipt.code()) {
      case OK -> new Answer("ok", receipt.nextOffset(), receipt.saved());
      case TOO_LARGE -> new Answer("truncated", receipt.nextOffset(), receipt.saved());
      case WRONG_OFFSET ->
          throw ContractException.wrongOffset(receipt.message(), receipt.nextOffset());
      case BAD_PARAMETER -> throw ContractException.badParameter("phase", receipt.message());
      default -> throw new ContractException(receipt.code(), receipt.message());
    };
  }
}
