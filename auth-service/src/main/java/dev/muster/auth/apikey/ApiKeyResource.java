package dev.muster.auth.apikey;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.muster.error.ContractException;
import dev.muster.error.ErrorCode;
import dev.muster.id.Ids;
import dev.muster.kit.http.Page;
import dev.muster.kit.http.PageQuery;
import dev.muster.kit.idempotency.IdempotentRequest;
import dev.muster.kit.limit.Limit;
import dev.muster.kit.limit.Limits;
import dev.muster.kit.secret.Secret;
import dev.muster.kit.token.Caller;
import dev.muster.kit.token.Role;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.net.URI;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;

/** I7: everybody keeps their own keys, administrators see and delete all. */
@Path("/api/api-keys")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed({Role.ADMIN_ROLE, Role.USER_ROLE})
@RunOnVirtualThread
class ApiKeyResource {
  private static final String PATH = "/api/api-keys";

  private final ApiKeys keys;
  private final Limits limits;
  private final Caller caller;
  private final ObjectMapper json;

  @Inject
  ApiKeyResource(ApiKeys keys, Limits limits, Caller caller, ObjectMapper json) {
    this.keys = keys;
    this.limits = limits;
    this.caller = caller;
    this.json = json;
  }

  /**
   * 201 with the secret, which is shown this once; with an {@code Idempotency-Key} a repeat within
   * 24 hours answers 200 and the first one's key, without the secret.
   */
  @POST
  @Operation(summary = "Makes an API key; its secret is shown this once")
  public RestResponse<ApiKeyView> make(
      @NotNull @Valid NewApiKey wanted, @HeaderParam(IdempotentRequest.HEADER) String key) {
    limits.spend(Limit.API_KEYS);
    if (caller.token().isForeign()) {
      throw new ContractException(ErrorCode.FORBIDDEN, "only for who has an account here");
    }
    ApiKeys.Made made =
        keys.make(
            caller.userId(),
            wanted,
            IdempotentRequest.of(caller.token().subject(), PATH, key, wanted, json));
    ApiKeyView view = ApiKeyView.of(made.key(), made.secret().map(Secret::reveal).orElse(null));
    ResponseBuilder<ApiKeyView> answer =
        made.secret().isPresent()
            ? ResponseBuilder.created(URI.create("/api/v1/api-keys/" + made.key().id()))
            : ResponseBuilder.ok();
    return answer.header(HttpHeaders.CACHE_CONTROL, "no-store").entity(view).build();
  }

  @GET
  @Operation(summary = "Lists one's own API keys, an administrator's: all")
  public Page<ApiKeyView> list(@BeanParam PageQuery paging) {
    Page<StoredApiKey> page = keys.page(caller.isAdmin() ? null : caller.userId(), paging);
    return new Page<>(page.items().stream().map(ApiKeyView::of).toList(), page.total());
  }

  @GET
  @Operation(summary = "Shows an API key")
  @Path("{id}")
  public ApiKeyView get(@PathParam("id") String id) {
    return keys.find(known(id))
        .filter(key -> caller.isAdmin() || key.ownerId().equals(caller.userId()))
        .map(ApiKeyView::of)
        .orElseThrow(ApiKeyResource::none);
  }

  @DELETE
  @Operation(summary = "Deletes an API key, which dies at once")
  @Path("{id}")
  public DeletedApiKey delete(@PathParam("id") String id) {
    if (!keys.delete(known(id), caller.userId(), caller.isAdmin())) {
      throw none();
    }
    return new DeletedApiKey(true);
  }

  private static UUID known(String id) {
    return Ids.parse(id).orElseThrow(ApiKeyResource::none);
  }

  private static ContractException none() {
    return ContractException.notFound("API key");
  }
}
