package dev.muster.registry.idempotency;

import dev.muster.error.ContractException;
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

  @Override
  public String toString() {
    return "IdempotentRequest[" + owner + " " + path + "]";
  }
}
