package dev.muster.auth.key;

import io.quarkus.runtime.configuration.ConfigurationException;

/**
 * The stored signing keys can't be opened: the service must not start and must not make new ones.
 * It has no cause, as the innermost one is what is shown at start, and would only tell of a tag.
 */
final class WrongKeyEncryptionKey extends ConfigurationException {
  WrongKeyEncryptionKey(String kid) {
    super(
        KeyEncryption.PROPERTY
            + " (MUSTER_KEY_ENCRYPTION_KEY) is not the key under which signing key "
            + kid
            + " was stored");
  }
}
