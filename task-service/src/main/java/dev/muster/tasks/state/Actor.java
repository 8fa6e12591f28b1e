package dev.muster.tasks.state;

import java.util.Locale;

/** Who makes a move. */
public enum Actor {
  /** Somebody with the right to, over REST or a socket. */
  USER,
  /** The agent that holds the attempt, or its connection. */
  AGENT,
  /** What the task waits for: time, room, an agent. */
  SERVER;

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
