package dev.muster.platform;

import dev.muster.platform.process.PlatformException;
import dev.muster.platform.process.PrivateFiles;
import dev.muster.platform.process.Reason;
import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Properties;
import java.util.function.Supplier;

/**
 * The random secrets of one data folder, made once and kept in {@code DIR/secrets.properties}
 * (0600).
 */
public final class Secrets {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final String LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789";

  private final Path file;
  private final Properties known = new Properties();

  private Secrets(Path file) {
    this.file = file;
  }

  public static Secrets in(Path folder) {
    Secrets secrets = new Secrets(folder.resolve("secrets.properties"));
    if (Files.exists(secrets.file)) {
      try (Reader in = Files.newBufferedReader(secrets.file)) {
        secrets.known.load(in);
      } catch (IOException e) {
        throw new PlatformException("cannot read " + secrets.file + ": " + Reason.of(e), e);
      }
    }
    return secrets;
  }

  /** The password of that name: 24 letters and digits. */
  public String password(String name) {
    return get(name, Secrets::randomPassword);
  }

  /**
   * The token of that name: 48 letters and digits, so that it is the same in a header, in a form
   * and as a web socket's sub-protocol.
   */
  public String token(String name) {
    return get(name, () -> randomPassword() + randomPassword());
  }

  /** The key of that name: base64 of 32 bytes. */
  public String key(String name) {
    return get(
        name,
        () -> {
          byte[] key = new byte[32];
          RANDOM.nextBytes(key);
          return Base64.getEncoder().encodeToString(key);
        });
  }

  /** A kept value, or one that is made and written down before it is used. */
  public synchronized String get(String name, Supplier<String> maker) {
    String value = known.getProperty(name);
    if (value == null) {
      value = maker.get();
      put(name, value);
    }
    return value;
  }

  public synchronized void put(String name, String value) {
    known.setProperty(name, value);
    StringWriter text = new StringWriter();
    try {
      known.store(text, null);
      PrivateFiles.write(file, text.toString());
    } catch (IOException e) {
      throw new PlatformException("cannot write " + file + ": " + Reason.of(e), e);
    }
  }

  public synchronized boolean has(String name) {
    return known.containsKey(name);
  }

  /** 24 characters, about 139 bits. */
  public static String randomPassword() {
    StringBuilder password = new StringBuilder();
    for (int i = 0; i < 24; i++) {
      password.append(LETTERS.charAt(RANDOM.nextInt(LETTERS.length())));
    }
    return password.toString();
  }

  @Override
  public String toString() {
    return "Secrets[" + file + "]";
  }
}
