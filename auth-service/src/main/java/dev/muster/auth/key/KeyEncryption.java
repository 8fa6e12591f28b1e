package dev.muster.auth.key;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.quarkus.runtime.configuration.ConfigurationException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seals what is stored by AES-256-GCM: 12 bytes random nonce, ciphertext, 16 bytes tag. The name of
 * the thing is authenticated with it, so that a sealed key can't be moved to another row. What was
 * sealed under the previous key can still be opened, and is to be sealed anew.
 */
final class KeyEncryption {
  static final String PROPERTY = "muster.key-encryption-key";
  static final String PREVIOUS = PROPERTY + ".previous";

  private static final String WANTED =
      " (MUSTER_KEY_ENCRYPTION_KEY): the Base64 of 32 random bytes that seal the signing keys";
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;

  private final SecretKey key;
  private final Optional<SecretKey> previous;
  private final SecureRandom random = new SecureRandom();

  private KeyEncryption(SecretKey key, Optional<SecretKey> previous) {
    this.key = key;
    this.previous = previous;
  }

  /** From the settings; refuses to go on without a good one, never saying what it was. */
  static KeyEncryption of(Optional<String> current, Optional<String> previous) {
    SecretKey key =
        key(PROPERTY, current)
            .orElseThrow(() -> new ConfigurationException("set " + PROPERTY + WANTED));
    return new KeyEncryption(key, key(PREVIOUS, previous));
  }

  private static Optional<SecretKey> key(String setting, Optional<String> value) {
    return value
        .filter(text -> !text.isBlank())
        .map(KeyEncryption::decoded)
        .map(
            bytes -> {
              if (bytes.length != 32) {
                throw new ConfigurationException("correct " + setting + WANTED);
              }
              return new SecretKeySpec(bytes, "AES");
            });
  }

  /** Empty for what is no Base64. */
  static byte[] decoded(String text) {
    try {
      return Base64.getDecoder().decode(text.strip());
    } catch (IllegalArgumentException notBase64) {
      return new byte[0];
    }
  }

  byte[] seal(String name, byte[] plain) {
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    try {
      byte[] sealed = cipher(Cipher.ENCRYPT_MODE, key, nonce, name).doFinal(plain);
      return ByteBuffer.allocate(nonce.length + sealed.length).put(nonce).put(sealed).array();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("cannot seal " + name, e);
    }
  }

  /** Fails when it was sealed under a third key or another name, or changed since. */
  byte[] open(String name, byte[] sealed) throws GeneralSecurityException {
    try {
      return open(key, name, sealed);
    } catch (GeneralSecurityException underAnotherKey) {
      if (previous.isEmpty()) {
        throw underAnotherKey;
      }
      return open(previous.get(), name, sealed);
    }
  }

  /** What was sealed under the previous key, sealed under the current one; else empty. */
  Optional<byte[]> resealed(String name, byte[] sealed) throws GeneralSecurityException {
    try {
      open(key, name, sealed);
      return Optional.empty();
    } catch (GeneralSecurityException underAnotherKey) {
      return Optional.of(seal(name, open(name, sealed)));
    }
  }

  private static byte[] open(SecretKey key, String name, byte[] sealed)
      throws GeneralSecurityException {
    byte[] nonce = Arrays.copyOf(sealed, NONCE_BYTES);
    return cipher(Cipher.DECRYPT_MODE, key, nonce, name)
        .doFinal(sealed, NONCE_BYTES, sealed.length - NONCE_BYTES);
  }

  private static Cipher cipher(int mode, SecretKey key, byte[] nonce, String name)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(name.getBytes(UTF_8));
    return cipher;
  }
}
