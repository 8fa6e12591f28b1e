package dev.muster.auth.apikey;

import dev.muster.kit.apikey.ApiKey;
import java.time.Instant;

/**
 * A key whose secret was shown.
 *
 * @param issuedAt of a token that is given for it: whole seconds of the database's clock, read
 *     while the owner's rights could not change
 */
public record Recognised(ApiKey key, Instant issuedAt) {}
