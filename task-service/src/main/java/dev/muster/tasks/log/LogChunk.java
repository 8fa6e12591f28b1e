package dev.muster.tasks.log;

import dev.muster.error.ContractException;
import dev.muster.error.FieldError;
import dev.muster.kit.secret.Sha256;
import dev.muster.wire.LogContent;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

/**
 * A piece of output as an agent posts it (contract I2).
 *
 * @param phase {@code run} unless said
 * @param content text, or what {@code encoding} says
 * @param encoding {@code text} unless said, or {@code base64}
 * @param offset bytes before it in this attempt and phase
 * @param checksum SHA-256 of the bytes in hex, perhaps after {@code sha256:}; null: not checked
 */
@RegisterForReflection
record LogChunk(String phase, String content, String encoding, Long offset, String checksum) {
  private static final String PREFIX = "sha256:";
  private static final long FARTHEST = 1L << 53;

  LogChunk {
    phase = phase == null ? "run" : phase;
  }

  /** Its bytes. Throws 1001 with everything that is wrong. */
  LogContent checked() {
    List<FieldError> errors = new ArrayList<>();
    if (!LogQuery.isPhase(phase)) {
      errors.add(new FieldError("phase", LogQuery.PHASE_RULE));
    }
    if (offset == null || offset < 0 || offset > FARTHEST) {
      errors.add(new FieldError("offset", "must be a number of bytes, 0 or more"));
    }
    byte[] bytes = bytes(errors);
    if (bytes != null && checksum != null && !isOf(bytes)) {
      errors.add(new FieldError("checksum", "isn't the SHA-256 of the content's bytes in hex"));
    }
    if (!errors.isEmpty()) {
      throw ContractException.badParameters(errors);
    }
    return new LogContent(bytes);
  }

  private byte[] bytes(List<FieldError> errors) {
    if (content == null) {
      errors.add(new FieldError("content", "is needed"));
      return null;
    }
    if (encoding == null || encoding.equals("text")) {
      return content.getBytes(StandardCharsets.UTF_8);
    }
    if (!encoding.equals("base64")) {
      errors.add(new FieldError("encoding", "must be text or base64"));
      return null;
    }
    try {
      return Base64.getDecoder().decode(content);
    } catch (IllegalArgumentException e) {
      errors.add(new FieldError("content", "isn't base64"));
      return null;
    }
  }

  private boolean isOf(byte[] bytes) {
    String said = checksum.startsWith(PREFIX) ? checksum.substring(PREFIX.length()) : checksum;
    return said.toLowerCase(Locale.ROOT).equals(Sha256.hex(bytes));
  }

  /** Output isn't for logs. */
  @Override
  public String toString() {
    return "LogChunk[" + phase + " at " + offset + "]";
  }
}
