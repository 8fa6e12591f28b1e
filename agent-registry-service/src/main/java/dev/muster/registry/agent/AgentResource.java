package dev.muster.registry.agent;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.muster.event.AgentPresence;
import dev.muster.kit.http.Page;
import dev.muster.kit.http.PageQuery;
import dev.muster.kit.http.VersionTag;
import dev.muster.kit.idempotency.IdempotentRequest;
import dev.muster.kit.token.Caller;
import dev.muster.kit.token.Role;
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
import java.util.List;
import java.util.Optional;
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
  private final ObjectMapper mapper;

  AgentResource(
      AgentRegistry registry,
      AgentListing listing,
      Presence presence,
      Caller caller,
      ObjectMapper mapper) {
    this.registry = registry;
    this.listing = listing;
    this.presence = presence;
    this.caller = caller;
    this.mapper = mapper;
  }

  /** A bare array; how many there are over all pages is in {@code X-Total-Count}. */
  @GET
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
  @RolesAllowed(Role.ADMIN_ROLE)
  public RestResponse<CreatedAgent> create(
      @NotNull @Valid CreateAgent wanted, @HeaderParam(IdempotentRequest.HEADER) String key) {
    CreatedAgent created =
        registry.create(
            wanted, IdempotentRequest.of(caller.token().subject(), PATH, key, wanted, mapper));
    return created.repeated()
        ? RestResponse.ok(created)
        : ResponseBuilder.<CreatedAgent>created(URI.create("/api/v1/agents/" + created.id()))
            .entity(created)
            .build();
  }

  @GET
  @Path("{id}")
  @RolesAllowed({Role.ADMIN_ROLE, Role.USER_ROLE})
  public RestResponse<AgentDetail> get(@PathParam("id") String id) {
    boolean admin = caller.isAdmin();
    Agent agent = registry.get(id, !admin);
    boolean online = presence.online(List.of(agent.id())).contains(agent.id());
    Optional<AgentPresence> connection = admin ? presence.connection(agent.id()) : Optional.empty();
    return tagged(AgentDetail.of(agent, online, connection), agent.version());
  }

  @PUT
  @Path("{id}")
  @RolesAllowed(Role.ADMIN_ROLE)
  public RestResponse<UpdatedAgent> change(
      @PathParam("id") String id,
      @NotNull @Valid UpdateAgent wanted,
      @HeaderParam(HttpHeaders.IF_MATCH) String ifMatch) {
    return tagged(new UpdatedAgent(true), registry.change(id, wanted, ifMatch));
  }

  @DELETE
  @Path("{id}")
  @RolesAllowed(Role.ADMIN_ROLE)
  public DeletedAgent delete(
      @PathParam("id") String id, @HeaderParam(HttpHeaders.IF_MATCH) String ifMatch) {
    registry.delete(id, ifMatch);
    return new DeletedAgent(true);
  }

  private static <T> RestResponse<T> tagged(T entity, long version) {
    return ResponseBuilder.ok(entity).header(HttpHeaders.ETAG, VersionTag.of(version)).build();
  }
}
