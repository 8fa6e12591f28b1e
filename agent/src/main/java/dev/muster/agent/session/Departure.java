package dev.muster.agent.session;

/** Why a connection is over, or never came to be. */
sealed interface Departure {
  /** A sentence for the log. */
  String sentence();

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
  }

  /**
   * The server answered the upgrade with something else.
   *
   * @param status of HTTP
   */
  record Refused(int status) implements Departure {
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
