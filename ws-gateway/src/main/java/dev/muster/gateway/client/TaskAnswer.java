package dev.muster.gateway.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.muster.error.ErrorCode;

/**
 * What task-service answered to a client's request.
 *
 * @param <T> what it gave
 */
sealed interface TaskAnswer<T> {
  record Done<T>(T body) implements TaskAnswer<T> {}

  record Refused<T>(int code, String message, JsonNode errors) implements TaskAnswer<T> {
    static <T> Refused<T> of(ErrorCode code) {
      return new Refused<>(code.code(), code.sentence(), null);
    }

    boolean is(ErrorCode wanted) {
      return code == wanted.code();
    }

    /** The same request may succeed later. */
    boolean passes() {
      return code >= ErrorCode.SERVER_ERROR.code() || is(ErrorCode.RATE_LIMITED);
    }
  }
}
