package dev.muster.bench;

import java.time.Duration;

/** A way in which agents send what their tasks print. */
interface Output {
  /** Everybody sends, until the end. */
  void begin();

  /** Returns when all that was sent is answered. */
  void end(Duration within) throws InterruptedException;

  /** Pieces that were not accepted. */
  int refused();
}
