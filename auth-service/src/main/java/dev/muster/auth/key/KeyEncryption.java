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
 * the thing is authenticated with it, so that a sealed key can't be moved to another row.
 */
final class KeyEncryption {
  static final String PROPERTY = "muster.key-encryption-key";

  private static final String WANTED =
      " (MUSTER_KEY_ENCRYPTION_KEY): the Base64 of 32 random bytes that seal the signing keys";
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;

  private final SecretKey key;
  private final SecureRandom random = new SecureRandom();

  private KeyEncryption(byte[] key) {
    this.key = new SecretKeySpec(key, "AES");
  }

  /** From the setting; refuses to go on without a good one, never saying what it was. */
  static KeyEncryption of(Optional<String> setting) {
    String text =
        setting
            .filter(value -> !value.isBlank())
            .orElseThrow(() -> new ConfigurationException("set " + PROPERTY + WANTED));
    byte[] bytes;
    try {
      bytes = Base64.getDecoder().decode(text.strip());
    } catch (IllegalArgumentException notBase64) {
      bytes = new byte[0];
    }
    if (bytes.length != 32) {
      throw new ConfigurationException("correct " + PROPERTY + WANTED);
    }
    return new KeyEncryption(bytes);
  }

  byte[] seal(String name, byte[] plain) {
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    try {
      byte[] sealed = cipher(Cipher.ENCRYPT_MODE, nonce, name).doFinal(plain);
      return ByteBuffer.allocate(nonce.length + sealed.length).put(nonce).put(sealed).array();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("cannot seal " + name, e);
    }
  }

  /** Fails when it was sealed under another key or name, or changed since. */
  byte[] open(String name, byte[] sealed) throws GeneralSecurityException {
    byte[] nonce = Arrays.copyOf(sealed, NONCE_BYTES);
    return cipher(Cipher.DECRYPT_MODE, nonce, name)
        .doFinal(sealed, NONCE_BYTES, sealed.length - NONCE_BYTES);
  }

  private Cipher cipher(int mode, byte[] nonce, String name) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(name.getBytes(UTF_8));
    return cipher;
  }
}
