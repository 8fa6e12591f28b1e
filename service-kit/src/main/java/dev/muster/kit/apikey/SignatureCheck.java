package dev.muster.kit.apikey;

import static java.nio.charset.StandardCharsets.US_ASCII;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;

/**
 * Time, signature and nonce, in this order: only who has the secret can make us remember something.
 */
@Singleton
class SignatureCheck {
  private static final Duration LARGEST_SKEW = Duration.ofHours(1);

  private final Nonces nonces;
  private final Duration skew;
  private final Clock clock;

  @Inject
  SignatureCheck(Nonces nonces, SignatureConfig config, Clock clock) {
    if (config.skew().compareTo(LARGEST_SKEW) > 0) {
      throw new IllegalArgumentException("muster.signature.skew is more than an hour");
    }
    this.nonces = nonces;
    this.skew = config.skew();
    this.clock = clock;
  }

  void time(Presented.Signed presented) {
    long apart = clock.instant().getEpochSecond() - Long.parseLong(presented.timestamp());
    if (Math.abs(apart) > skew.toSeconds()) {
      throw Presented.refused("X-Timestamp is too far from the server's time");
    }
  }

  /** In the same time wherever the first difference is. */
  static boolean isBy(KnownKey key, SignedRequest request, Presented.Signed presented) {
    String expected = request.signature(key.signingKey());
    boolean same =
        MessageDigest.isEqual(
            expected.getBytes(US_ASCII), presented.signature().getBytes(US_ASCII));
    return same && key.exists();
  }

  /** Throws 1002 when this was sent before. Blocks. */
  void nonce(Presented.Signed presented, KnownKey key) {
    if (!nonces.isNew(key.key(clock).id(), presented.nonce())) {
      throw Presented.refused("X-Nonce was used before");
    }
  }
}
