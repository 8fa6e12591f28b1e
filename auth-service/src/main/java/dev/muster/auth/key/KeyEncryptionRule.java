package dev.muster.auth.key;

import dev.muster.kit.secret.KnownSecrets;
import dev.muster.kit.secret.ProductionRule;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.Config;

/** The key under which the signing keys are stored is there, and was made at random. */
@Singleton
class KeyEncryptionRule implements ProductionRule {
  /** Of 32 random bytes more are different, and not all can be typed. */
  private static final int FEWEST_DIFFERENT = 16;

  @Override
  public Stream<String> findings(Config config) {
    Optional<String> key = KnownSecrets.given(config, KeyEncryption.PROPERTY);
    if (key.isEmpty()) {
      return Stream.of(KeyEncryption.PROPERTY + " (MUSTER_KEY_ENCRYPTION_KEY) is missing");
    }
    return key.filter(KeyEncryptionRule::isMadeUp).stream()
        .map(known -> KeyEncryption.PROPERTY + " is no random key");
  }

  private static boolean isMadeUp(String text) {
    byte[] bytes = KeyEncryption.decoded(text);
    long different = IntStream.range(0, bytes.length).map(i -> bytes[i]).distinct().count();
    boolean typed =
        IntStream.range(0, bytes.length).allMatch(i -> bytes[i] >= ' ' && bytes[i] <= '~');
    return different < FEWEST_DIFFERENT || typed;
  }
}
