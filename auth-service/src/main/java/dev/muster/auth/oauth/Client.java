package dev.muster.auth.oauth;

/**
 * A client that has shown its secret.
 *
 * @param mayIntrospect whether it may ask about tokens that others hold
 */
record Client(String id, boolean mayIntrospect) {
  static Client service(String id) {
    return new Client(id, true);
  }
}
