package dev.muster.kit.remote;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;

record SampleRemoteConfig(
    Optional<String> issuer, Optional<String> audience, Set<String> algorithms, String rolesClaim)
    implements RemoteIdentityConfig {

  static SampleRemoteConfig of(String issuer, String... algorithms) {
    return new SampleRemoteConfig(
        Optional.of(issuer), Optional.of("muster"), Set.of(algorithms), "realm_access.roles");
  }

  @Override
  public String subjectClaim() {
    return "sub";
  }

  @Override
  public Set<String> adminRoles() {
    return Set.of("muster-admin");
  }

  @Override
  public Set<String> userRoles() {
    return Set.of("muster-user", "staff");
  }

  @Override
  public Duration requestTimeout() {
    return Duration.ofSeconds(2);
  }
}
