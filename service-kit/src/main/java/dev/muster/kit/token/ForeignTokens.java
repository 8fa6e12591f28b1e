package dev.muster.kit.token;

/**
 * Tokens of an issuer that isn't auth-service: its own keys, and its own rules. Called
 * concurrently; {@link #read} may block while keys are fetched.
 */
public interface ForeignTokens {

  /** Whether the token says that it is this issuer's. Nothing is verified, nothing is fetched. */
  boolean isIssuerOf(String jwt);

  /**
   * Throws {@link dev.muster.error.ContractException} 1002 for any token that isn't good, and 5003
   * when that can't be known now.
   */
  VerifiedToken read(String jwt);
}
