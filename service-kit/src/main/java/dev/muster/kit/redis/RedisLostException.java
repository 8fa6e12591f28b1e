package dev.muster.kit.redis;

/** Redis can't be reached, or didn't answer in time: nobody knows whether it did as it was told. */
public final class RedisLostException extends RuntimeException {
  public RedisLostException(String message, Throwable cause) {
    super(message, cause);
  }
}
