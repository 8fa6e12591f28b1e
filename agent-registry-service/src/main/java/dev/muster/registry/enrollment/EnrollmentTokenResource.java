package dev.muster.registry.enrollment;

import dev.muster.kit.http.Page;
import dev.muster.kit.http.PageQuery;
import dev.muster.kit.idempotency.IdempotentRequest;
import dev.muster.kit.token.Role;
import dev.muster.registry.http.RepeatableRequests;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.net.URI;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;

/** A1: what administrators give to machines that shall enrol themselves. */
@Path("/api/enrollment-tokens")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RolesAllowed(Role.ADMIN_ROLE)
@RunOnVirtualThread
class EnrollmentTokenResource {
  private static final String PATH = "/api/enrollment-tokens";

  private final EnrollmentTokens tokens;
  private final RepeatableRequests repeatable;

  EnrollmentTokenResource(EnrollmentTokens tokens, RepeatableRequests repeatable) {
    this.tokens = tokens;
    this.repeatable = repeatable;
  }

  /**
   * 201 and the token, once; a repeat with the same {@code Idempotency-Key} answers 200 without.
   */
  @POST
  @Operation(summary = "Makes an enrolment token, which is shown this once")
  public RestResponse<CreatedEnrollmentToken> create(
      @NotNull @Valid CreateEnrollmentToken wanted,
      @HeaderParam(IdempotentRequest.HEADER) String key) {
    CreatedEnrollmentToken created =
        tokens.create(wanted.terms(), repeatable.of(PATH, key, wanted));
    return created.repeated()
        ? RestResponse.ok(created)
        : ResponseBuilder.<CreatedEnrollmentToken>created(
                URI.create("/api/v1/enrollment-tokens/" + created.id()))
            .entity(created)
            .build();
  }

  @GET
  @Operation(summary = "Lists enrolment tokens")
  public Page<EnrollmentTokenView> list(@BeanParam PageQuery paging) {
    return tokens.page(paging.offset(), paging.size());
  }

  @DELETE
  @Operation(summary = "Deletes an enrolment token; agents that came by it stay")
  @Path("{id}")
  public DeletedEnrollmentToken delete(@PathParam("id") String id) {
    tokens.delete(id);
    return new DeletedEnrollmentToken(true);
  }
}
