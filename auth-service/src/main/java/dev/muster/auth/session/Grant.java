package dev.muster.auth.session;

import dev.muster.auth.account.Identity;
import java.time.Instant;
import java.util.UUID;

/**
 * What an access token may say, read while nobody could change it.
 *
 * @param issuedAt whole seconds of the database's clock; a later change of the roles is dated at or
 *     after it, and one before it is dated earlier
 */
record Grant(UUID session, Identity identity, Instant issuedAt) {}
