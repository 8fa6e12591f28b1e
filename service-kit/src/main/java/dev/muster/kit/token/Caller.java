package dev.muster.kit.token;

import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Who sent the request that is being answered; injectable. Each method throws {@link
 * dev.muster.error.ContractException} 1002 when the request has no valid token.
 */
public interface Caller {

  /** Throws 1003 when the caller is a service, which is no user. */
  UUID userId();

  Set<Role> roles();

  /** The session that a logout ends; null for a service and an API key. */
  String sessionId();

  boolean isAdmin();

  boolean isService();

  VerifiedToken token();

  /**
   * Doesn't throw and doesn't wait: empty as well while the credentials are still being looked at.
   * There also when its scopes were not enough for the request.
   */
  Optional<VerifiedToken> known();
}
