package dev.muster.auth.account;

import dev.muster.kit.secret.SaltedHash;
import dev.muster.kit.secret.Secret;
import io.quarkus.runtime.Startup;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The one-time token for the setup, if there is one. Only its hash is kept. */
@Singleton
@Startup
class SetupToken {
  private static final int SHORTEST = 16;

  private final Optional<SaltedHash> hash;

  @Inject
  SetupToken(SetupConfig config) {
    Optional<String> token =
        config.tokenFile().map(SetupToken::read).or(() -> config.token().map(Secret::reveal));
    if (token.isPresent() && token.get().length() < SHORTEST) {
      throw new ConfigurationException(
          "muster.setup.token must have at least " + SHORTEST + " characters");
    }
    hash = token.map(text -> SaltedHash.of(text.getBytes(StandardCharsets.UTF_8)));
  }

  boolean isConfigured() {
    return hash.isPresent();
  }

  /** Takes the same time however much of it is right. */
  boolean matches(String candidate) {
    return hash.isPresent() && hash.get().matches(candidate.getBytes(StandardCharsets.UTF_8));
  }

  static String read(Path file) {
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new ConfigurationException("muster.setup.token-file can't be read: " + file, e);
    }
  }
}
