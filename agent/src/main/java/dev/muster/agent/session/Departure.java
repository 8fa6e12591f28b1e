package dev.muster.agent.session;

import dev.muster.wire.CloseReason;
import dev.muster.wire.RetryHint;
import java.time.Duration;
import java.util.Optional;

/** Why a connection is over, or never came to be. */
sealed interface Departure {
  /** A sentence for the log. */
  String sentence();

  /** How long the server asks to wait at least; empty when it doesn't say. */
  default Optional<Duration> hint() {
    return Optional.empty();
  }

  /**
   * The server closed the socket.
   *
   * @param code RFC 6455 §7.4 and {@code CloseReason}
   */
  record Closed(int code, String reason) implements Departure {
    @Override
    public String sentence() {
      return "the server closed the connection: "
          + code
          + (reason == null || reason.isEmpty() ? "" : " " + reason);
    }

    @Override
    public Optional<Duration> hint() {
      return code == CloseReason.DRAINING.code() || code == CloseReason.TRY_LATER.code()
          ? RetryHint.of(reason)
          : Optional.empty();
    }
  }

  /**
   * The server answered the upgrade with something else.
   *
   * @param status of HTTP
   * @param retryAfter what its headers ask for; null without
   */
  record Refused(int status, Duration retryAfter) implements Departure {
    Refused(int status) {
      this(status, null);
    }

    @Override
    public Optional<Duration> hint() {
      return status == 503 || status == 429 ? Optional.ofNullable(retryAfter) : Optional.empty();
    }

    @Override
    public String sentence() {
      return switch (status) {
        case 401 -> "the server doesn't accept this agent's token (401)";
        case 403 -> "the server doesn't let this agent connect (403)";
        case 404 -> "the server knows no agent with this id (404)";
        default -> "the server answered with status " + status;
      };
    }
  }

  /** The server refused the registration. */
  record NotRegistered(String why) implements Departure {
    @Override
    public String sentence() {
      return "the server refused the registration: " + why;
    }
  }

  /** The agent itself ended it, to show its new token on the next. */
  record TokenReplaced() implements Departure {
    @Override
    public String sentence() {
      return "the agent has a new token";
    }
  }

  /** Network, name or TLS. */
  record Lost(String why) implements Departure {
    @Override
    public String sentence() {
      return why;
    }
  }
}
