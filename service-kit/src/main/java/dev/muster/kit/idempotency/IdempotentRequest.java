package dev.muster.kit.idempotency;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.muster.error.ContractException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A request that its sender may repeat without a second effect.
 *
 * @param owner the identity that sent it: keys of others are unrelated
 * @param path the resource it was sent to
 * @param key its {@code Idempotency-Key}; the constructor answers 1001 unless it has 1 to 255
 *     visible ASCII characters
 * @param body what must be the same in a repeat; not kept
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record IdempotentRequest(String owner, String path, String key, byte[] body) {
  public static final String HEADER = "Idempotency-Key";

  private static final Pattern KEY = Pattern.compile("[!-~]{1,255}");

  public IdempotentRequest {
    if (!KEY.matcher(key).matches()) {
      throw ContractException.badParameter(HEADER, "must be 1 to 255 visible ASCII characters");
    }
  }

  /**
   * With the body as the service understood it, so that blanks and the order of members make no
   * difference.
   *
   * @param key null when the caller sent none: then there is nothing to remember
   */
  public static Optional<IdempotentRequest> of(
      String owner, String path, String key, Object body, ObjectMapper json) {
    if (key == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(new IdempotentRequest(owner, path, key, json.writeValueAsBytes(body)));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("what was read as JSON can be written", e);
    }
  }

  @Override
  public String toString() {
    return "IdempotentRequest[" + owner + " " + path + "]";
  }
}
