package dev.muster.kit.remote;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** Which issuer is trusted besides auth-service, and what its tokens mean here. */
@ConfigMapping(prefix = "muster.remote-identity")
public interface RemoteIdentityConfig {
  /** Its name, which is its address: {@code https} only, but on loopback in development. */
  Optional<String> issuer();

  /** What its tokens must be meant for. Needed with an issuer. */
  Optional<String> audience();

  /** Algorithms its tokens may be signed with: of {@code RS256}, {@code PS256}, {@code ES256}. */
  @WithDefault("RS256")
  Set<String> algorithms();

  /** The claim that tells its users apart for good. */
  @WithDefault("sub")
  String subjectClaim();

  /** The claim with the names of roles, a list or words; a dot goes one object deeper. */
  @WithDefault("realm_access.roles")
  String rolesClaim();

  /** Which of those names make an administrator. */
  @WithDefault("muster-admin")
  Set<String> adminRoles();

  /** Which of those names make a user. */
  @WithDefault("muster-user")
  Set<String> userRoles();

  /** How long it may take to answer. */
  @WithDefault("5s")
  Duration requestTimeout();
}
