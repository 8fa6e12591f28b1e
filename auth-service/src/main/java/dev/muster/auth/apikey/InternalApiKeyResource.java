package dev.muster.auth.apikey;

import dev.muster.error.ContractException;
import dev.muster.internal.ApiKeyProfile;
import dev.muster.internal.ApiKeyUses;
import dev.muster.kit.apikey.ApiKey;
import dev.muster.kit.apikey.AppKey;
import dev.muster.kit.scope.Scope;
import dev.muster.kit.token.Role;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.util.Objects;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.ResponseHeader;

/** What the other services ask and tell about keys. */
@Path("/internal/api-keys")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Role.SERVICE_ROLE)
@RunOnVirtualThread
class InternalApiKeyResource {
  private final ApiKeys keys;

  @Inject
  InternalApiKeyResource(ApiKeys keys) {
    this.keys = keys;
  }

  @GET
  @Operation(summary = "What an API key allows, and its secret")
  @Path("{app_key}")
  @ResponseHeader(name = HttpHeaders.CACHE_CONTROL, value = "no-store")
  public ApiKeyProfile get(@PathParam("app_key") String appKey) {
    return AppKey.parse(appKey)
        .flatMap(keys::usable)
        .map(InternalApiKeyResource::profile)
        .orElseThrow(() -> ContractException.notFound("API key"));
  }

  @POST
  @Operation(summary = "Takes note of which API keys were used")
  @Path("uses")
  public void used(@NotNull ApiKeyUses uses) {
    if (uses.ids() == null
        || uses.ids().size() > ApiKeyUses.MOST
        || uses.ids().stream().anyMatch(Objects::isNull)) {
      throw ContractException.badParameter("ids", "must be at most " + ApiKeyUses.MOST + " ids");
    }
    keys.used(Set.copyOf(uses.ids()));
  }

  private static ApiKeyProfile profile(ApiKey key) {
    return new ApiKeyProfile(
        key.id(),
        key.ownerId(),
        key.roles().stream().map(Role::wire).sorted().toList(),
        key.scopes().stream().map(Scope::wire).sorted().toList(),
        key.expiresAt(),
        key.agentId(),
        key.secret().reveal());
  }
}
