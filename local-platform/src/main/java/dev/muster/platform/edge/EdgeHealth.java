package dev.muster.platform.edge;

import io.vertx.core.Future;

/** Answers for the whole platform at {@code /health}. */
@FunctionalInterface
public interface EdgeHealth {

  /**
   * One check of everything behind the edge.
   *
   * @param up whether all of it works
   * @param json the body, in the shape of MicroProfile Health
   */
  record Report(boolean up, String json) {}

  /** Called on an event loop; must not block. */
  Future<Report> check();
}
