package dev.muster.auth.key;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The one {@link KeyEncryption} of the service. */
final class ConfiguredEncryption {
  private ConfiguredEncryption() {}

  @Produces
  @Singleton
  static KeyEncryption encryption(
      @ConfigProperty(name = KeyEncryption.PROPERTY) Optional<String> current,
      @ConfigProperty(name = KeyEncryption.PREVIOUS) Optional<String> previous) {
    return KeyEncryption.of(current, previous);
  }
}
