package dev.muster.internal;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/**
 * One line of the audit log on its way from the service where it happened to auth-service, which
 * keeps it. The same {@code id} and {@code at} twice is one line.
 *
 * @param id UUIDv7
 * @param at when the database of the service wrote it down
 * @param actorKind {@code user}, {@code agent}, {@code service}, {@code anonymous} or {@code
 *     system}
 * @param actorId null for the last two
 * @param action {@code thing.verb}, such as {@code agent.create}; at most 64 characters
 * @param targetKind what it was done to; null when there is nothing to name
 * @param targetId at most 200 characters
 * @param outcome {@code ok}, {@code denied} or {@code failed}
 * @param code 0, or the catalogue's
 * @param address of the client; null for what a service did by itself
 * @param requestId null likewise
 * @param detail a few words more, never a secret
 */
public record AuditEntry(
    UUID id,
    Instant at,
    String actorKind,
    String actorId,
    String action,
    String targetKind,
    String targetId,
    String outcome,
    int code,
    String address,
    String requestId,
    Map<String, String> detail) {}
