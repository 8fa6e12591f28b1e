package dev.muster.auth.apikey;

import dev.muster.error.ContractException;
import dev.muster.id.Ids;
import dev.muster.kit.http.Page;
import dev.muster.kit.http.PageQuery;
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
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.net.URI;
import java.util.UUID;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;

/** I7: everybody keeps their own keys, administrators see and delete all. */
@Path("/api/api-keys")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed({Role.ADMIN_ROLE, Role.USER_ROLE})
@RunOnVirtualThread
class ApiKeyResource {
  private final ApiKeys keys;
  private final Caller caller;

  @Inject
  ApiKeyResource(ApiKeys keys, Caller caller) {
    this.keys = keys;
    this.caller = caller;
  }

  /** 201 with the secret, which is shown this once. */
  @POST
  public RestResponse<ApiKeyView> make(@NotNull @Valid NewApiKey wanted) {
    ApiKeys.Made made = keys.make(caller.userId(), wanted);
    return ResponseBuilder.<ApiKeyView>created(URI.create("/api/v1/api-keys/" + made.key().id()))
        .header(HttpHeaders.CACHE_CONTROL, "no-store")
        .entity(ApiKeyView.of(made.key(), made.secret().reveal()))
        .build();
  }

  @GET
  public Page<ApiKeyView> list(@BeanParam PageQuery paging) {
    Page<StoredApiKey> page = keys.page(caller.isAdmin() ? null : caller.userId(), paging);
    return new Page<>(page.items().stream().map(ApiKeyView::of).toList(), page.total());
  }

  @GET
  @Path("{id}")
  public ApiKeyView get(@PathParam("id") String id) {
    return keys.find(known(id))
        .filter(key -> caller.isAdmin() || key.ownerId().equals(caller.userId()))
        .map(ApiKeyView::of)
        .orElseThrow(ApiKeyResource::none);
  }

  @DELETE
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
