package dev.muster.kit.stream;

import java.util.List;

/** What is done with entries. Never called concurrently by one consumer; may block. */
@FunctionalInterface
public interface StreamHandler {
  /**
   * Handles all of them, or throws. {@link TransientFailure} and a database or service that is away
   * make the consumer wait and try the same entries again, without end. Anything else makes it try
   * smaller parts in order to find the entry that is to blame; so entries before a bad one may be
   * seen twice.
   *
   * @param entries at least one, oldest first
   */
  void handle(List<StreamEntry> entries) throws Exception;
}
