package dev.muster.kit.token;

import dev.muster.error.ContractException;
import dev.muster.error.ErrorCode;
import dev.muster.kit.cache.RecentlyUsed;
import dev.muster.kit.secret.Sha256;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Decides whether an access token is good: signed for this platform by auth-service or by a remote
 * issuer that is trusted, within its time, and not revoked. The issuer that a token names decides
 * which keys and rules it is judged by. May be called from any thread; blocks while a new key is
 * fetched.
 */
@Singleton
public class TokenVerifier {
  private static final int LONGEST = 8_192;

  private final Clock clock;
  private final Duration skew;
  private final SignedToken signed;
  private final Optional<ForeignTokens> foreign;
  private final Revocations revocations;
  private final RecentlyUsed<VerifiedToken> cache;

  @Inject
  TokenVerifier(
      TokenConfig config,
      KeySource keys,
      Instance<ForeignTokens> foreign,
      Revocations revocations,
      Clock clock) {
    this(config, keys, foreign.stream().findAny(), revocations, clock);
  }

  /** For the tokens of auth-service alone. */
  public TokenVerifier(TokenConfig config, KeySource keys, Revocations revocations, Clock clock) {
    this(config, keys, Optional.empty(), revocations, clock);
  }

  public TokenVerifier(
      TokenConfig config,
      KeySource keys,
      Optional<ForeignTokens> foreign,
      Revocations revocations,
      Clock clock) {
    if (config.clockSkew().compareTo(Duration.ofSeconds(30)) > 0) {
      throw new IllegalArgumentException("muster.token.clock-skew is more than 30 s");
    }
    this.clock = clock;
    this.skew = config.clockSkew();
    this.signed = new SignedToken(config, keys, clock);
    this.foreign = foreign;
    this.revocations = revocations;
    this.cache = new RecentlyUsed<>(config.cacheSize());
  }

  /**
   * Throws {@link ContractException} 1002 for any token that isn't good, without saying why, and
   * 5003 when that can't be known now.
   */
  public VerifiedToken verify(String jwt) {
    Optional<VerifiedToken> known = known(jwt);
    if (known.isPresent()) {
      return known.get();
    }
    VerifiedToken token = read(jwt);
    check(token);
    cache.put(Sha256.hex(jwt), token);
    return token;
  }

  private VerifiedToken read(String jwt) {
    return foreign.isPresent() && foreign.get().isIssuerOf(jwt)
        ? foreign.get().read(jwt)
        : signed.read(jwt);
  }

  /** Never blocks: empty when the token has to be verified first. Throws as {@link #verify}. */
  Optional<VerifiedToken> known(String jwt) {
    if (jwt == null || jwt.isEmpty() || jwt.length() > LONGEST) {
      throw refused();
    }
    VerifiedToken token = cache.get(Sha256.hex(jwt));
    if (token != null) {
      check(token);
    }
    return Optional.ofNullable(token);
  }

  /** Whether a token that was good still is: for connections that outlive their handshake. */
  public boolean isStillGood(VerifiedToken token) {
    return isCurrent(token, clock.instant()) && !revocations.isRevoked(token);
  }

  private void check(VerifiedToken token) {
    revocations.requireKnown();
    if (!isStillGood(token)) {
      throw refused();
    }
  }

  private boolean isCurrent(VerifiedToken token, Instant now) {
    return now.isBefore(token.expiresAt().plus(skew));
  }

  /** The one answer to whoever isn't known, whatever the reason. */
  public static ContractException refused() {
    return new ContractException(
        ErrorCode.NOT_AUTHENTICATED, ErrorCode.NOT_AUTHENTICATED.sentence());
  }
}
