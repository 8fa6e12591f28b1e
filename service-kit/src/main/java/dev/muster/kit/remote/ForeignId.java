package dev.muster.kit.remote;

import dev.muster.kit.secret.Sha256;
import java.nio.ByteBuffer;
import java.util.UUID;

/**
 * Our name for what another issuer named: a UUIDv8 (RFC 9562 §5.8) of the first 122 bits of the
 * SHA-256 over issuer, a zero byte, and its own name. The same everywhere and at all times, so
 * nothing has to be stored.
 */
final class ForeignId {
  private static final long VERSION = 8L << 12;
  private static final long VARIANT = 1L << 63;

  private ForeignId() {}

  static UUID of(String issuer, String name) {
    ByteBuffer hash = ByteBuffer.wrap(Sha256.of(issuer + '\0' + name));
    return new UUID(
        (hash.getLong() & ~0xf000L) | VERSION, (hash.getLong() & (-1L >>> 2)) | VARIANT);
  }
}
