package dev.muster.auth.oauth;

/** A refusal in the words of RFC 6749 §5.2, whose shape is not ours to choose. */
final class OAuthException extends RuntimeException {
  private final int status;
  private final String error;

  private OAuthException(int status, String error, String description) {
    super(description);
    this.status = status;
    this.error = error;
  }

  static OAuthException invalidRequest(String description) {
    return new OAuthException(400, "invalid_request", description);
  }

  /** Also for a wrong secret, so that ids can't be tried out. */
  static OAuthException unknownClient() {
    return new OAuthException(401, "invalid_client", "client id or secret is wrong");
  }

  static OAuthException invalidGrant(String description) {
    return new OAuthException(400, "invalid_grant", description);
  }

  static OAuthException unauthorizedClient() {
    return new OAuthException(
        403, "unauthorized_client", "this client may not ask about tokens of others");
  }

  static OAuthException unsupportedGrant() {
    return new OAuthException(
        400, "unsupported_grant_type", "grant_type is client_credentials or refresh_token");
  }

  static OAuthException invalidScope(String description) {
    return new OAuthException(400, "invalid_scope", description);
  }

  int status() {
    return status;
  }

  String error() {
    return error;
  }
}
