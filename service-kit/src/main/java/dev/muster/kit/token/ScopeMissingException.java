package dev.muster.kit.token;

import dev.muster.error.ContractException;
import dev.muster.error.ErrorCode;
import dev.muster.kit.scope.Scope;

/** Somebody who is known came with scopes that don't cover the request: 1003 is its cause. */
public final class ScopeMissingException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient VerifiedToken caller;

  ScopeMissingException(VerifiedToken caller, Scope needed) {
    super(new ContractException(ErrorCode.FORBIDDEN, "the scope " + needed.wire() + " is missing"));
    this.caller = caller;
  }

  public VerifiedToken caller() {
    return caller;
  }
}
