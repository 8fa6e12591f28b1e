package dev.muster.registry.namespace;

import dev.muster.kit.http.Page;
import dev.muster.kit.http.PageQuery;
import dev.muster.kit.http.VersionTag;
import dev.muster.kit.idempotency.IdempotentRequest;
import dev.muster.kit.token.Role;
import dev.muster.registry.http.RepeatableRequests;
import dev.muster.registry.text.Reason;
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
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.net.URI;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;

/**
 * F22: administrators keep the namespaces. Task-service, which acts on weight, quota and pause, is
 * told before the answer, or as soon as it is there; a pin is stored and shown only.
 */
@Path("/api/namespaces")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RolesAllowed(Role.ADMIN_ROLE)
@RunOnVirtualThread
class NamespaceResource {
  private static final String PATH = "/api/namespaces";

  private final NamespaceRegistry registry;
  private final RepeatableRequests repeatable;

  NamespaceResource(NamespaceRegistry registry, RepeatableRequests repeatable) {
    this.registry = registry;
    this.repeatable = repeatable;
  }

  @GET
  @Operation(summary = "Lists namespaces")
  public Page<NamespaceView> list(@BeanParam PageQuery paging) {
    Page<Namespace> page = registry.page(paging.offset(), paging.size());
    return new Page<>(page.items().stream().map(NamespaceView::of).toList(), page.total());
  }

  /** 201; a repeat with the same {@code Idempotency-Key} answers 200. */
  @POST
  @Operation(summary = "Makes a namespace")
  public RestResponse<NamespaceView> create(
      @NotNull @Valid CreateNamespace wanted, @HeaderParam(IdempotentRequest.HEADER) String key) {
    NamespaceRegistry.Made made = registry.create(wanted, repeatable.of(PATH, key, wanted));
    NamespaceView view = NamespaceView.of(made.namespace());
    ResponseBuilder<NamespaceView> answer =
        made.repeated()
            ? ResponseBuilder.ok(view)
            : ResponseBuilder.<NamespaceView>created(
                    URI.create("/api/v1/namespaces/" + view.name()))
                .entity(view);
    return answer.header(HttpHeaders.ETAG, VersionTag.of(made.namespace().version())).build();
  }

  @GET
  @Operation(summary = "Shows a namespace")
  @Path("{ns}")
  public RestResponse<NamespaceView> get(
      @PathParam("ns") String name, @HeaderParam(HttpHeaders.IF_NONE_MATCH) String ifNoneMatch) {
    Namespace namespace = registry.get(name);
    String tag = VersionTag.of(namespace.version());
    return VersionTag.isKnown(ifNoneMatch, tag) ? VersionTag.notModified(tag) : tagged(namespace);
  }

  @PUT
  @Operation(summary = "Changes a namespace")
  @Path("{ns}")
  public RestResponse<NamespaceView> change(
      @PathParam("ns") String name,
      @NotNull @Valid UpdateNamespace wanted,
      @HeaderParam(HttpHeaders.IF_MATCH) String ifMatch) {
    return tagged(registry.change(name, wanted, ifMatch));
  }

  @DELETE
  @Operation(summary = "Deletes a namespace and ends its enrolment tokens")
  @Path("{ns}")
  public DeletedNamespace delete(
      @PathParam("ns") String name, @HeaderParam(HttpHeaders.IF_MATCH) String ifMatch) {
    registry.delete(name, ifMatch);
    return new DeletedNamespace(true);
  }

  @PUT
  @Operation(summary = "Pins a namespace to a server, or takes the pin away")
  @Path("{ns}/pin")
  public RestResponse<NamespaceView> pin(
      @PathParam("ns") String name,
      @NotNull @Valid PinNamespace pin,
      @HeaderParam(HttpHeaders.IF_MATCH) String ifMatch) {
    return tagged(registry.pin(name, pin.serverId(), ifMatch));
  }

  @POST
  @Operation(summary = "Pauses a namespace")
  @Path("{ns}/pause")
  public RestResponse<NamespaceView> pause(@PathParam("ns") String name, @Valid Reason reason) {
    return tagged(registry.pause(name, Reason.of(reason)));
  }

  @POST
  @Operation(summary = "Ends the pause of a namespace")
  @Path("{ns}/resume")
  public RestResponse<NamespaceView> resume(@PathParam("ns") String name, @Valid Reason reason) {
    return tagged(registry.resume(name, Reason.of(reason)));
  }

  private static RestResponse<NamespaceView> tagged(Namespace namespace) {
    return ResponseBuilder.ok(NamespaceView.of(namespace))
        .header(HttpHeaders.ETAG, VersionTag.of(namespace.version()))
        .build();
  }
}
