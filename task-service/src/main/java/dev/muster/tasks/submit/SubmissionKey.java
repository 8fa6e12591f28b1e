package dev.muster.tasks.submit;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What makes a submit a repetition of an earlier one of the same owner.
 *
 * @param scope the path for an idempotency key, the namespace for a dedupe key
 * @param bodyHash of an idempotency key's body; null for a dedupe key
 */
record SubmissionKey(
    Kind kind, String scope, String key, String bodyHash, OnDuplicate onDuplicate) {
  /** Which of the two mechanisms. */
  enum Kind {
    IDEMPOTENCY,
    DEDUPE
  }

  /** What the repetition is answered. */
  enum OnDuplicate {
    RETURN,
    REJECT
  }

  static String hash(String body) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(body.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
