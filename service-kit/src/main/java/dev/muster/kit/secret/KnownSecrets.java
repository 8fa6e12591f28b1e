package dev.muster.kit.secret;

import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.Config;

/** Tells secrets that everybody could know from those that only their owner can. */
public final class KnownSecrets {
  private static final int SHORTEST = 16;

  private KnownSecrets() {}

  /**
   * A finding for each of these settings that has a value which is short or begins with {@code
   * dev}, {@code test}, {@code secret}, {@code password}, {@code admin} or {@code changeme}.
   */
  public static Stream<String> among(Config config, String... settings) {
    return Stream.of(settings)
        .filter(
            setting ->
                config
                    .getOptionalValue(setting, String.class)
                    .filter(KnownSecrets::isKnown)
                    .isPresent())
        .map(KnownSecrets::finding);
  }

  /** The sentence about a setting. */
  public static String finding(String setting) {
    return setting + " is no secret for production: it needs 16 characters that nobody can guess";
  }

  /** Whether everybody could know it. */
  public static boolean isKnown(String secret) {
    return secret.length() < SHORTEST
        || secret.matches("(?is)(dev|test|secret|password|admin|changeme).*");
  }

  /** Empty for a setting that is absent or blank. */
  public static Optional<String> given(Config config, String setting) {
    return config.getOptionalValue(setting, String.class).filter(value -> !value.isBlank());
  }
}
