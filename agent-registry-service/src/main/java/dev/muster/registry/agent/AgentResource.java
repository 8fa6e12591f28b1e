package dev.muster.registry.agent;

import dev.muster.event.AgentPresence;
import dev.muster.kit.http.Page;
import dev.muster.kit.http.PageQuery;
import dev.muster.kit.http.VersionTag;
import dev.muster.kit.idempotency.IdempotentRequest;
import dev.muster.kit.token.Caller;
import dev.muster.kit.token.Role;
import dev.muster.registry.http.RepeatableRequests;
import dev.muster.registry.presence.Presence;
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
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;

/** H10 to H14: administrators keep the agents, users see the public ones. */
@Path("/api/agents")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
class AgentResource {
  private static final String PATH = "/api/agents";

  private final AgentRegistry registry;
  private final AgentListing listing;
  private final Presence presence;
  private final Caller caller;
  private final RepeatableRequests repeatable;
  private final InstantSource clock;

  AgentResource(
      AgentRegistry registry,
      AgentListing listing,
      Presence presence,
      Caller caller,
      RepeatableRequests repeatable,
      InstantSource clock) {
    this.registry = registry;
    this.listing = listing;
    this.presence = presence;
    this.caller = caller;
    this.repeatable = repeatable;
    this.clock = clock;
  }

  /** A bare array; how many there are over all pages is in {@code X-Total-Count}. */
  @GET
  @Operation(summary = "Lists agents")
  @RolesAllowed({Role.ADMIN_ROLE, Role.USER_ROLE})
  public RestResponse<List<AgentView>> list(
      @BeanParam AgentQuery query, @BeanParam PageQuery paging) {
    Page<AgentView> page =
        listing.page(
            query.filter(!caller.isAdmin()), query.online(), paging.offset(), paging.size());
    return ResponseBuilder.ok(page.items()).header("X-Total-Count", page.total()).build();
  }

  /**
   * 201; with an {@code Idempotency-Key} a repeat within 24 hours answers 200 and the first one's
   * id, without a token.
   */
  @POST
  @Operation(summary = "Registers an agent")
  @RolesAllowed(Role.ADMIN_ROLE)
  public RestResponse<CreatedAgent> create(
      @NotNull @Valid CreateAgent wanted, @HeaderParam(IdempotentRequest.HEADER) String key) {
    CreatedAgent created = registry.create(wanted, repeatable.of(PATH, key, wanted));
    return created.repeated()
        ? RestResponse.ok(created)
        : ResponseBuilder.<CreatedAgent>created(URI.create("/api/v1/agents/" + created.id()))
            .entity(created)
            .build();
  }

  @GET
  @Operation(summary = "Shows an agent")
  @Path("{id}")
  @RolesAllowed({Role.ADMIN_ROLE, Role.USER_ROLE})
  public RestResponse<AgentDetail> get(
      @PathParam("id") String id, @HeaderParam(HttpHeaders.IF_NONE_MATCH) String ifNoneMatch) {
    boolean admin = caller.isAdmin();
    Agent agent = registry.get(id, !admin);
    boolean online = presence.online(List.of(agent.id())).contains(agent.id());
    Optional<AgentPresence> connection = admin ? presence.connection(agent.id()) : Optional.empty();
    String tag = tag(agent, online, connection);
    if (VersionTag.isKnown(ifNoneMatch, tag)) {
      return VersionTag.notModified(tag);
    }
    return tagged(
        admin
            ? AgentDetail.whole(agent, online, connection, clock.instant())
            : AgentDetail.of(agent, online),
        tag);
  }

  /** I6: how the agent is connected; for administrators. */
  @GET
  @Operation(summary = "Shows how an agent is connected")
  @Path("{id}/cc-status")
  @RolesAllowed(Role.ADMIN_ROLE)
  public ConnectionStatus status(@PathParam("id") String id) {
    Agent agent = registry.get(id, false);
    return ConnectionStatus.of(agent, presence.connection(agent.id()));
  }

  @PUT
  @Operation(summary = "Changes an agent, or replaces its token")
  @Path("{id}")
  @RolesAllowed(Role.ADMIN_ROLE)
  public RestResponse<UpdatedAgent> change(
      @PathParam("id") String id,
      @NotNull @Valid UpdateAgent wanted,
      @HeaderParam(HttpHeaders.IF_MATCH) String ifMatch) {
    return tagged(new UpdatedAgent(true), VersionTag.of(registry.change(id, wanted, ifMatch)));
  }

  @DELETE
  @Operation(summary = "Deletes an agent and disconnects it")
  @Path("{id}")
  @RolesAllowed(Role.ADMIN_ROLE)
  public DeletedAgent delete(
      @PathParam("id") String id, @HeaderParam(HttpHeaders.IF_MATCH) String ifMatch) {
    registry.delete(id, ifMatch);
    return new DeletedAgent(true);
  }

  /** Changes with everything that the answer shows: of a connection, with each heartbeat. */
  private static String tag(Agent agent, boolean online, Optional<AgentPresence> connection) {
    return online
        ? VersionTag.of(
            agent.version(),
            "online" + connection.map(each -> each.lastHeartbeat() + each.sessionId()).orElse(""))
        : VersionTag.of(agent.version());
  }

  private static <T> RestResponse<T> tagged(T entity, String tag) {
    return ResponseBuilder.ok(entity).header(HttpHeaders.ETAG, tag).build();
  }
}
