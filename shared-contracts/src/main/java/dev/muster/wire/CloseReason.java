package dev.muster.wire;

/**
 * Every way in which the server ends a socket: a close code (RFC 6455 §7.4, contract 4) and a
 * sentence.
 */
public enum CloseReason {
  DRAINING(1001, "this gateway is shutting down, connect again"),
  PROTOCOL(1002, "the frame breaks RFC 6455"),
  NOT_TEXT(1007, "the text is not valid UTF-8"),
  POLICY(1008, "the frame breaks the protocol"),
  BINARY(1008, "binary frames are not part of this protocol"),
  NOT_REGISTERED(1008, "the first frame must be agent_register"),
  TOO_MALFORMED(1008, "too many malformed frames"),
  TOO_BIG(1009, "the frame is larger than allowed"),
  TRY_LATER(1013, "the server can't take this connection now, try again later"),
  TOO_SLOW(1013, "frames are not read fast enough"),
  SILENT(4401, "no heartbeat within the timeout, connect again"),
  REAUTHENTICATE(4401, "the token is missing, expired or revoked"),
  FORBIDDEN(4403, "this identity may not connect"),
  REPLACED(4409, "connected elsewhere");

  private final int code;
  private final String sentence;

  CloseReason(int code, String sentence) {
    this.code = code;
    this.sentence = sentence;
  }

  public int code() {
    return code;
  }

  public String sentence() {
    return sentence;
  }
}
