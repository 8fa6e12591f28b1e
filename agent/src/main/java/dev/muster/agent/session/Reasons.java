package dev.muster.agent.session;

import dev.muster.wire.RetryHint;
import java.net.ConnectException;
import java.net.http.HttpHeaders;
import java.net.http.WebSocketHandshakeException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/** What went wrong with a connection, in words for an operator. */
final class Reasons {
  private Reasons() {}

  static Departure departure(Throwable thrown) {
    Throwable cause = unwrapped(thrown);
    return cause instanceof WebSocketHandshakeException handshake
            && handshake.getResponse() != null
            && handshake.getResponse().statusCode() != 101
        ? new Departure.Refused(
            handshake.getResponse().statusCode(), hint(handshake.getResponse().headers()))
        : new Departure.Lost(of(cause));
  }

  private static Duration hint(HttpHeaders headers) {
    return RetryHint.ofHeaders(name -> headers.firstValue(name).orElse(null)).orElse(null);
  }

  static String of(Throwable thrown) {
    Throwable cause = unwrapped(thrown);
    if (cause instanceof UnresolvedAddressException
        || cause.getCause() instanceof UnresolvedAddressException) {
      return "the server's name can't be resolved";
    }
    if (cause instanceof ConnectException) {
      return "the server can't be reached";
    }
    String message = cause.getMessage();
    return cause.getClass().getSimpleName() + (message == null ? "" : ": " + message);
  }

  private static Throwable unwrapped(Throwable thrown) {
    Throwable cause = thrown;
    while ((cause instanceof CompletionException || cause instanceof ExecutionException)
        && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause;
  }
}
