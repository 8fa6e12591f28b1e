package dev.muster.kit.redis;

/** Redis answered with an error. The message is Redis' own, beginning with its code. */
public final class RedisRefusedException extends RuntimeException {
  public RedisRefusedException(String message, Throwable cause) {
    super(message, cause);
  }

  /** Whether the answer begins with this code, such as {@code NOGROUP}. */
  public boolean is(String code) {
    return getMessage().startsWith(code);
  }
}
