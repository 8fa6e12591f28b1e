package dev.muster.registry.enrollment;

import dev.muster.kit.secret.SaltedHash;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * The text of an enrolment token: {@code met_}, the token's id, which finds its row, and 256 random
 * bits. Printed only where it is asked for.
 */
final class EnrollmentSecret {
  /** Tells people and secret scanners what a leaked string is: a Muster enrolment token. */
  static final String PREFIX = "met_";

  private static final int ID_CHARACTERS = 22;
  private static final int RANDOM_BYTES = 32;
  private static final Pattern TEXT = Pattern.compile(PREFIX + "[A-Za-z0-9_-]{65}");

  private final UUID id;
  private final String value;

  private EnrollmentSecret(UUID id, String value) {
    this.id = id;
    this.value = value;
  }

  static EnrollmentSecret random(UUID id) {
    byte[] random = new byte[RANDOM_BYTES];
    new SecureRandom().nextBytes(random);
    byte[] name =
        ByteBuffer.allocate(16)
            .putLong(id.getMostSignificantBits())
            .putLong(id.getLeastSignificantBits())
            .array();
    Base64.Encoder text = Base64.getUrlEncoder().withoutPadding();
    return new EnrollmentSecret(
        id, PREFIX + text.encodeToString(name) + text.encodeToString(random));
  }

  /** Empty for what can't be one. */
  static Optional<EnrollmentSecret> parse(String text) {
    if (!TEXT.matcher(text).matches()) {
      return Optional.empty();
    }
    try {
      ByteBuffer name =
          ByteBuffer.wrap(
              Base64.getUrlDecoder()
                  .decode(text.substring(PREFIX.length(), PREFIX.length() + ID_CHARACTERS)));
      return Optional.of(new EnrollmentSecret(new UUID(name.getLong(), name.getLong()), text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  UUID id() {
    return id;
  }

  String reveal() {
    return value;
  }

  SaltedHash hash() {
    return SaltedHash.of(bytes());
  }

  boolean matches(SaltedHash stored) {
    return stored.matches(bytes());
  }

  @Override
  public String toString() {
    return "EnrollmentSecret[" + id + "]";
  }

  private byte[] bytes() {
    return value.getBytes(StandardCharsets.UTF_8);
  }
}
