package dev.muster.auth.password;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.text.Normalizer;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What bcrypt is given instead of the password: 64 ASCII characters for a password of any length.
 *
 * <p>bcrypt reads 72 bytes and ignores the rest, and many implementations stop at a NUL byte, so
 * that two long passwords could be the same. Every password therefore goes through HMAC-SHA-384
 * first, written in Base64: no NUL, no limit, and the same work for short and long ones. It is an
 * HMAC with a label of ours, not a bare SHA-384, so that bare hashes that leaked elsewhere can't be
 * tried against these. Text is normalised (NFKC) first: the same password typed on two keyboards is
 * the same bytes.
 */
final class Prehash {
  private static final String ALGORITHM = "HmacSHA384";
  private static final String LABEL = "muster.password.v1";

  private Prehash() {}

  static byte[] of(String password) {
    byte[] text = Normalizer.normalize(password, Normalizer.Form.NFKC).getBytes(UTF_8);
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(LABEL.getBytes(US_ASCII), ALGORITHM));
      return Base64.getEncoder().encode(mac.doFinal(text));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
    }
  }
}
