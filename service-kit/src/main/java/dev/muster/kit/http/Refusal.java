package dev.muster.kit.http;

import dev.muster.error.ContractException;
import dev.muster.error.ErrorCode;
import dev.muster.error.FieldError;
import java.time.Duration;
import java.util.List;

/**
 * An error on its way out, before it is framed.
 *
 * @param retryAfter null unless the caller should come back
 * @param nextOffset null unless it is known where the caller should go on
 */
record Refusal(
    ErrorCode code,
    int status,
    String message,
    List<FieldError> errors,
    Duration retryAfter,
    Long nextOffset) {
  static final String PROBLEM_JSON = "application/problem+json";

  static Refusal of(ContractException e) {
    return new Refusal(
        e.code(),
        e.code().httpStatus(),
        e.getMessage(),
        e.errors(),
        e.retryAfter().orElse(null),
        e.nextOffset().orElse(null));
  }

  static Refusal of(ErrorCode code) {
    return of(code, code.httpStatus());
  }

  static Refusal of(ErrorCode code, int status) {
    return new Refusal(code, status, code.sentence(), List.of(), null, null);
  }

  static Refusal away(Duration retryAfter) {
    ErrorCode code = ErrorCode.UNAVAILABLE;
    return new Refusal(code, code.httpStatus(), code.sentence(), List.of(), retryAfter, null);
  }

  Object framed(Framing framing, String requestId) {
    return switch (framing) {
      case ENVELOPE -> new Envelope(code.code(), message, null, errors, nextOffset, requestId);
      case BARE ->
          new Problem(
              "urn:muster:error:" + code.code(),
              code.sentence(),
              status,
              message,
              code.code(),
              errors,
              nextOffset,
              requestId);
    };
  }

  String mediaType(Framing framing) {
    return framing == Framing.ENVELOPE ? "application/json" : PROBLEM_JSON;
  }

  /** Whole seconds, at least one: the header knows nothing finer. */
  String retryAfterSeconds() {
    return Long.toString(Math.max(1, retryAfter.plusMillis(999).toSeconds()));
  }
}
