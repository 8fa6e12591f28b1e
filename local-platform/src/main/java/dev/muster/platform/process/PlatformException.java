package dev.muster.platform.process;

/** Something the person at the terminal has to know; the message is one sentence for them. */
public final class PlatformException extends RuntimeException {
  public PlatformException(String message) {
    super(message);
  }

  public PlatformException(String message, Throwable cause) {
    super(message, cause);
  }
}
