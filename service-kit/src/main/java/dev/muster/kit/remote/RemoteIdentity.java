package dev.muster.kit.remote;

import dev.muster.kit.token.CachedKeys;
import dev.muster.kit.token.ForeignTokens;
import dev.muster.kit.token.TokenConfig;
import dev.muster.kit.token.VerifiedToken;
import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.Startup;
import io.quarkus.runtime.configuration.ConfigUtils;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Optional;
import org.jboss.logging.Logger;

/** The remote issuer, if one is configured; a service starts and goes on while it is away. */
@Singleton
@Startup
class RemoteIdentity implements ForeignTokens {
  private static final Logger LOG = Logger.getLogger(RemoteIdentity.class);

  private final Optional<Discovery> discovery;
  private final Optional<RemoteToken> tokens;

  @Inject
  RemoteIdentity(RemoteIdentityConfig config, TokenConfig own, Clock clock) {
    boolean prod = LaunchMode.current() == LaunchMode.NORMAL && ConfigUtils.isProfileActive("prod");
    Optional<TrustedIssuer> issuer =
        config.issuer().map(name -> TrustedIssuer.of(name, config, own.issuer(), !prod));
    discovery = issuer.map(trusted -> new Discovery(trusted, config.requestTimeout()));
    tokens =
        issuer.map(
            trusted ->
                new RemoteToken(
                    trusted,
                    config.subjectClaim(),
                    new ForeignRoles(config.rolesClaim(), config.adminRoles(), config.userRoles()),
                    new CachedKeys(discovery.orElseThrow()::keys, own, clock),
                    own.clockSkew(),
                    clock));
    issuer.ifPresent(trusted -> LOG.infof("tokens of %s are taken too", trusted.name()));
  }

  @Override
  public boolean isIssuerOf(String jwt) {
    return tokens.isPresent() && tokens.get().isIssuerOf(jwt);
  }

  @Override
  public VerifiedToken read(String jwt) {
    return tokens.orElseThrow().read(jwt);
  }

  @PreDestroy
  void close() {
    discovery.ifPresent(Discovery::close);
  }
}
