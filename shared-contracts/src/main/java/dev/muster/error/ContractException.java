package dev.muster.error;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A refusal that the caller is told about. Knows its code of the catalogue; the HTTP status is the
 * catalogue's unless the contract allows a second one (422 for 1001 and 3001).
 */
public final class ContractException extends RuntimeException {
  private final ErrorCode code;
  private final List<FieldError> errors;
  private final Duration retryAfter;
  private final Long nextOffset;

  public ContractException(ErrorCode code, String message) {
    this(code, message, List.of(), null, null, null);
  }

  private ContractException(
      ErrorCode code,
      String message,
      List<FieldError> errors,
      Duration retryAfter,
      Long nextOffset,
      Throwable cause) {
    super(message, cause);
    this.code = code;
    this.errors = List.copyOf(errors);
    this.retryAfter = retryAfter;
    this.nextOffset = nextOffset;
  }

  public static ContractException badParameter(String field, String message) {
    return badParameters(List.of(new FieldError(field, message)));
  }

  public static ContractException badParameters(List<FieldError> errors) {
    return new ContractException(
        ErrorCode.BAD_PARAMETER, ErrorCode.BAD_PARAMETER.sentence(), errors, null, null, null);
  }

  /** Also the answer for a resource that exists but belongs to somebody else. */
  public static ContractException notFound(String what) {
    return new ContractException(ErrorCode.NOT_FOUND, "no such " + what);
  }

  /** Answered 503 (or 429) with {@code Retry-After}. */
  public static ContractException retryLater(
      ErrorCode code, String message, Duration retryAfter, Throwable cause) {
    return new ContractException(code, message, List.of(), retryAfter, null, cause);
  }

  /** Answered with the offset to go on at. */
  public static ContractException wrongOffset(String message, long nextOffset) {
    return new ContractException(
        ErrorCode.WRONG_OFFSET, message, List.of(), null, nextOffset, null);
  }

  public ErrorCode code() {
    return code;
  }

  /** One entry per offending field; empty unless the code is 1001. */
  public List<FieldError> errors() {
    return errors;
  }

  public Optional<Duration> retryAfter() {
    return Optional.ofNullable(retryAfter);
  }

  /** Where to go on; only with 2004. */
  public Optional<Long> nextOffset() {
    return Optional.ofNullable(nextOffset);
  }
}
