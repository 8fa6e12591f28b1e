package dev.muster.kit.sample;

import dev.muster.error.ContractException;
import dev.muster.error.ErrorCode;
import dev.muster.kit.http.Page;
import dev.muster.kit.http.PageQuery;
import dev.muster.kit.http.RequestContext;
import dev.muster.kit.token.Caller;
import dev.muster.kit.token.Role;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.nio.charset.StandardCharsets;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

@Path("/api/samples")
@RunOnVirtualThread
public class SampleResource {

  public record Part(@NotNull @Size(max = 5) String partName) {}

  public record Sample(
      @NotNull @Size(min = 1, max = 10) String name,
      @Min(1) Integer slotCount,
      UUID ownerId,
      Instant runAt,
      Boolean active,
      List<@Valid Part> parts,
      Object input) {}

  @Inject RequestContext request;
  @Inject Caller caller;

  @POST
  public Sample echo(@NotNull @Valid Sample sample) {
    return sample;
  }

  @GET
  public Page<Integer> list(@BeanParam PageQuery page, @QueryParam("owner") UUID owner) {
    return new Page<>(List.of(page.page(), page.size(), page.offset()), 3);
  }

  @GET
  @Path("/bare")
  public Response bareList() {
    return Response.ok(List.of("a")).header("X-Total-Count", 1).build();
  }

  @GET
  @Path("/{id}")
  public Map<String, Object> get(@PathParam("id") UUID id) {
    return Map.of("id", id, "run_at", Instant.ofEpochSecond(0));
  }

  @POST
  @Path("/nothing")
  public void nothing() {}

  @GET
  @Path("/context")
  public Map<String, String> context() {
    return Map.of(
        "request_id", request.requestId(), "traceparent", request.traceparent().orElse(""));
  }

  @GET
  @Path("/bytes")
  @Produces("application/octet-stream")
  public StreamingOutput bytes() {
    return out -> out.write("abc".getBytes(StandardCharsets.UTF_8));
  }

  @GET
  @Path("/text")
  @Produces("application/json")
  public String text() {
    return "{\"ready\":true}";
  }

  @GET
  @Path("/me")
  @RolesAllowed(Role.USER_ROLE)
  public Map<String, Object> me() {
    return Map.of("id", caller.userId(), "admin", caller.isAdmin());
  }

  @GET
  @Path("/fail/{how}")
  public String fail(@PathParam("how") String how) throws Exception {
    throw switch (how) {
      case "conflict" -> new ContractException(ErrorCode.CONFLICT, "name is taken");
      case "later" ->
          ContractException.retryLater(
              ErrorCode.RATE_LIMITED, "slowly", Duration.ofMillis(1_500), null);
      case "database" -> new RuntimeException(new SQLTransientConnectionException("away", "08006"));
      default -> new IllegalStateException("a detail that is nobody's business");
    };
  }
}
