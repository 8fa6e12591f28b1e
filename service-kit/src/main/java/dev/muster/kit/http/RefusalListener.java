package dev.muster.kit.http;

import dev.muster.error.ErrorCode;

/**
 * Hears of every error answer of a resource, before it is sent. Called on the request's thread,
 * which may be an event loop: it must not block.
 */
public interface RefusalListener {
  void refused(ErrorCode code, Throwable thrown);
}
