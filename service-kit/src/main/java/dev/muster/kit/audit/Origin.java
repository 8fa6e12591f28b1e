package dev.muster.kit.audit;

/**
 * Who sent a request, from where, and its id.
 *
 * @param address null for what no request began
 * @param requestId null likewise
 */
record Origin(Actor actor, String address, String requestId) {
  static final Origin NONE = new Origin(Actor.SYSTEM, null, null);
}
