package dev.muster.error;

/**
 * The one error catalogue (contract §1, protocol §6): the numeric {@code code} of an answer, the
 * HTTP status it goes with when nothing more specific is said, and the sentence used when none is
 * given. The same numbers travel in {@code ack} and {@code error} frames on the sockets.
 */
public enum ErrorCode {
  OK(0, 200, "OK"),
  BAD_PARAMETER(1001, 400, "bad parameter"),
  NOT_AUTHENTICATED(1002, 401, "not authenticated or token invalid"),
  FORBIDDEN(1003, 403, "no permission"),
  METHOD_NOT_ALLOWED(1005, 405, "method not allowed"),
  UNSUPPORTED_MEDIA(1006, 415, "media type not supported"),
  TOO_LARGE(1007, 413, "too large"),
  NOT_FOUND(2001, 404, "no such resource"),
  CONFLICT(2002, 409, "conflict"),
  PRECONDITION_FAILED(2003, 412, "precondition failed"),
  WRONG_OFFSET(2004, 416, "wrong offset"),
  NOT_EXECUTABLE(3001, 409, "task cannot be executed"),
  RATE_LIMITED(4291, 429, "rate limited"),
  SERVER_ERROR(5000, 500, "server error"),
  BAD_GATEWAY(5002, 502, "bad answer from a dependency"),
  UNAVAILABLE(5003, 503, "a dependency is away"),
  GATEWAY_TIMEOUT(5004, 504, "a dependency did not answer in time");

  private final int code;
  private final int httpStatus;
  private final String sentence;

  ErrorCode(int code, int httpStatus, String sentence) {
    this.code = code;
    this.httpStatus = httpStatus;
    this.sentence = sentence;
  }

  public int code() {
    return code;
  }

  public int httpStatus() {
    return httpStatus;
  }

  public String sentence() {
    return sentence;
  }
}
