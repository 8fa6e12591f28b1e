package dev.muster.agent.credential;

import dev.muster.agent.config.Secret;
import dev.muster.agent.data.DataFolder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/** Where an agent's credentials come from: its configuration, an enrolment, or its data folder. */
public final class CredentialStore {
  private final CredentialFile file;

  public CredentialStore(DataFolder data) throws IOException {
    this.file = new CredentialFile(data.folder("credentials"));
  }

  /**
   * Those of the configuration, or what the server has replaced them by since. Once somebody puts
   * another token into the configuration, that one counts.
   */
  public Credentials configured(String agentId, Secret token) throws IOException {
    String fingerprint = fingerprint(token);
    Kept asConfigured = new Kept(agentId, token, null, fingerprint);
    return new Credentials(
        file,
        file.read()
            .filter(kept -> kept.agentId().equals(agentId))
            .filter(kept -> kept.configured().equals(fingerprint))
            .orElse(asConfigured));
  }

  /** Those of an agent that enrolled itself earlier. */
  public Optional<Credentials> enrolled() throws IOException {
    return file.read()
        .filter(kept -> kept.configured().isEmpty())
        .map(kept -> new Credentials(file, kept));
  }

  /** Keeps what an enrolment gave. */
  public Credentials keep(String agentId, Secret token) throws IOException {
    Kept kept = new Kept(agentId, token, null, "");
    file.write(kept);
    return new Credentials(file, kept);
  }

  private static String fingerprint(Secret token) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256")
                  .digest(token.value().getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
