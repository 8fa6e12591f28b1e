package dev.muster.auth.key;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.muster.kit.secret.Secret;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.security.GeneralSecurityException;

/** Secrets that must be read again, sealed as the signing keys are. */
@ApplicationScoped
public class SealedSecrets {
  private final KeyEncryption encryption;

  @Inject
  SealedSecrets(KeyEncryption encryption) {
    this.encryption = encryption;
  }

  /** The name must be the secret's own: under another it can't be opened. */
  public byte[] seal(String name, Secret secret) {
    return encryption.seal(name, secret.reveal().getBytes(UTF_8));
  }

  /** Throws {@link IllegalStateException} when it was sealed otherwise, or changed since. */
  public Secret open(String name, byte[] sealed) {
    try {
      return Secret.of(new String(encryption.open(name, sealed), UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(
          name + " was not stored under this " + KeyEncryption.PROPERTY, e);
    }
  }
}
