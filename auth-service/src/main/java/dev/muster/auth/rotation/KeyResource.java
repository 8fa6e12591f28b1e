package dev.muster.auth.rotation;

import dev.muster.auth.key.KeyRing;
import dev.muster.kit.token.Role;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** The signing keys, for administrators. Each POST may be repeated: a pending key is kept. */
@Path("/api/auth/keys")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Role.ADMIN_ROLE)
@RunOnVirtualThread
class KeyResource {
  private final Rotation rotation;
  private final KeyRevocation revocation;
  private final KeyRing ring;

  @Inject
  KeyResource(Rotation rotation, KeyRevocation revocation, KeyRing ring) {
    this.rotation = rotation;
    this.revocation = revocation;
    this.ring = ring;
  }

  @GET
  @Operation(summary = "Lists the signing keys")
  public KeyList list() {
    return new KeyList(rotation.list());
  }

  @POST
  @Operation(summary = "Publishes the next signing key")
  public KeyView prepare() {
    KeyView next = rotation.prepare();
    ring.refresh();
    return next;
  }

  @POST
  @Operation(summary = "Makes the next signing key sign as soon as every verifier has it")
  @Path("rotate")
  public KeyView rotate() {
    KeyView next = rotation.rotate();
    ring.refresh();
    return next;
  }

  @DELETE
  @Operation(summary = "Revokes a signing key; tokens that it signed are refused at once")
  @Path("{kid}")
  public RevokedKey revoke(@PathParam("kid") String kid) {
    revocation.revoke(kid);
    return new RevokedKey(true);
  }
}
