package dev.muster.kit.sample;

import dev.muster.kit.http.RequestContext;
import dev.muster.kit.limit.Limit;
import dev.muster.kit.limit.Limits;
import dev.muster.kit.token.Role;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.util.Map;

@Path("/api/limited")
@RunOnVirtualThread
public class LimitedSampleResource {
  @Inject Limits limits;
  @Inject RequestContext request;

  @POST
  @Path("/address")
  public Map<String, String> perAddress() {
    limits.spend(Limit.SETUP);
    return Map.of("client", request.client().text());
  }

  @POST
  @Path("/account/{name}")
  public void perAccount(@PathParam("name") String name) {
    limits.spend(Limit.LOGIN);
    limits.spend(Limit.LOGIN_ACCOUNT, name);
  }

  @POST
  @Path("/caller")
  @RolesAllowed({Role.USER_ROLE, Role.SERVICE_ROLE})
  public void perCaller() {
    limits.spend(Limit.CHAT);
  }

  @GET
  @Path("/page")
  public Response page() {
    return Response.ok("<p>", "text/html")
        .header("Content-Security-Policy", "default-src 'self'")
        .header("Cache-Control", "max-age=60")
        .build();
  }
}
