package dev.muster.auth.key;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.muster.error.ContractException;
import dev.muster.error.ErrorCode;
import dev.muster.kit.secret.Secret;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Secrets that must be read again, sealed as the signing keys are. */
@ApplicationScoped
public class SealedSecrets {
  private static final Logger LOG = Logger.getLogger(SealedSecrets.class);
  private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

  private final KeyEncryption encryption;

  @Inject
  SealedSecrets(KeyEncryption encryption) {
    this.encryption = encryption;
  }

  /** The name must be the secret's own: under another it can't be opened. */
  public byte[] seal(String name, Secret secret) {
    return encryption.seal(name, secret.reveal().getBytes(UTF_8));
  }

  /**
   * What was sealed under the previous key, sealed under the current one; else empty. Throws as
   * {@link #open}.
   */
  public Optional<byte[]> resealed(String name, byte[] sealed) {
    try {
      return encryption.resealed(name, sealed);
    } catch (GeneralSecurityException e) {
      throw notOurs(name, e);
    }
  }

  /**
   * Throws 5003 when it was sealed under a key that this replica doesn't have, as happens while the
   * key encryption key is being changed, or under another name.
   */
  public Secret open(String name, byte[] sealed) {
    try {
      return Secret.of(new String(encryption.open(name, sealed), UTF_8));
    } catch (GeneralSecurityException e) {
      throw notOurs(name, e);
    }
  }

  private static ContractException notOurs(String name, Exception cause) {
    LOG.errorf("%s can't be opened with this %s", name, KeyEncryption.PROPERTY);
    return ContractException.retryLater(
        ErrorCode.UNAVAILABLE, "a stored secret can't be opened here", RETRY_AFTER, cause);
  }
}
