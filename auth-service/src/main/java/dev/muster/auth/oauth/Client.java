package dev.muster.auth.oauth;

import dev.muster.auth.apikey.Recognised;
import dev.muster.kit.apikey.AppKey;
import dev.muster.kit.audit.Actor;
import dev.muster.kit.scope.Scope;

/**
 * A client that has shown its secret.
 *
 * @param actor as whom the audit log knows it
 * @param mayIntrospect whether it may ask about tokens that others hold
 */
record Client(String id, Actor actor, boolean mayIntrospect) {
  static Client service(String id) {
    return new Client(id, Actor.service(id), true);
  }

  /** The scope admin is an administrator's alone, and lost with the role. */
  static Client key(Recognised known) {
    return new Client(
        new AppKey(known.key().id()).text(),
        Actor.user(known.key().ownerId()),
        known.key().scopes().contains(Scope.ADMIN));
  }
}
