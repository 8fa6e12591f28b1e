/**
 * Identity from elsewhere: access tokens of an OpenID Connect issuer such as Keycloak, beside those
 * of auth-service (docs/remote-identity.md). Off unless {@code muster.remote-identity.issuer} is
 * set.
 */
package dev.muster.kit.remote;
