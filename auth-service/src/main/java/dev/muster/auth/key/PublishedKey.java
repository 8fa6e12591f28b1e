package dev.muster.auth.key;

import java.security.interfaces.RSAPublicKey;

/** A key that others verify with: pending, active, or retired but not long ago. */
record PublishedKey(String kid, RSAPublicKey publicKey) {}
