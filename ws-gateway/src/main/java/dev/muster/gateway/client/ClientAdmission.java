package dev.muster.gateway.client;

import dev.muster.error.ErrorCode;
import dev.muster.kit.token.VerifiedToken;
import dev.muster.wire.CloseReason;

/**
 * The outcome of a client's handshake. A refusal is told after the upgrade: browsers see no 401.
 */
sealed interface ClientAdmission {
  record Admitted(VerifiedToken token) implements ClientAdmission {}

  /** Too many came at once: not even looked at. */
  record TurnedAway() implements ClientAdmission {}

  record Refused(ErrorCode code, String message, CloseReason reason) implements ClientAdmission {
    static Refused reauthenticate() {
      return new Refused(
          ErrorCode.NOT_AUTHENTICATED,
          ErrorCode.NOT_AUTHENTICATED.sentence(),
          CloseReason.REAUTHENTICATE);
    }

    static Refused foreignPage() {
      return new Refused(
          ErrorCode.FORBIDDEN,
          "a page of this origin may not use the session cookie",
          CloseReason.FORBIDDEN);
    }
  }
}
