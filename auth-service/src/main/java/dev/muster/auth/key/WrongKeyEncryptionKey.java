package dev.muster.auth.key;

import io.quarkus.runtime.configuration.ConfigurationException;

/**
 * The stored signing keys can't be opened: the service must not start and must not make new ones.
 */
final class WrongKeyEncryptionKey extends ConfigurationException {
  WrongKeyEncryptionKey(String kid, Throwable cause) {
    super(
        KeyEncryption.PROPERTY
            + " (MUSTER_KEY_ENCRYPTION_KEY) is not the key under which signing key "
            + kid
            + " was stored");
    initCause(cause);
  }
}
