package dev.muster.registry.rotation;

import dev.muster.kit.audit.AuditEvent;
import dev.muster.kit.secret.SaltedHash;
import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/**
 * The last token rotation that was asked for: {@code asked → offered → done}, or timed out from
 * either of the first two. A token that comes otherwise ends it as well: the old one is dead. An
 * agent that didn't learn of an offer is made another; only the last one counts.
 */
@Embeddable
public class Rotation {
  @Column(name = "rotation")
  private long number;

  @Column(name = "rotation_reason")
  private String reason = "";

  @Column(name = "rotation_asked_at")
  private Instant askedAt;

  @Column(name = "rotation_until")
  private Instant until;

  @Column(name = "rotation_offered_at")
  private Instant offeredAt;

  @Column(name = "rotation_done_at")
  private Instant doneAt;

  @Column(name = "pending_salt")
  private byte[] pendingSalt;

  @Column(name = "pending_hash")
  private byte[] pendingHash;

  /** How far it is. */
  public enum State {
    ASKED,
    OFFERED,
    DONE,
    TIMED_OUT;

    String wire() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Empty when none was ever asked for. */
  public Optional<State> state(Instant now) {
    if (number == 0) {
      return Optional.empty();
    }
    if (doneAt != null) {
      return Optional.of(State.DONE);
    }
    if (!now.isBefore(until)) {
      return Optional.of(State.TIMED_OUT);
    }
    return Optional.of(offeredAt == null ? State.ASKED : State.OFFERED);
  }

  /** Whether the agent has yet to show the new token. */
  public boolean isWaiting(Instant now) {
    return state(now).filter(state -> state == State.ASKED || state == State.OFFERED).isPresent();
  }

  /** Begins anew; a token that was offered before stays valid until another one is offered. */
  void ask(String why, Instant now, Duration timeout) {
    boolean goesOn = isWaiting(now);
    number++;
    reason = why;
    askedAt = now;
    until = now.plus(timeout);
    doneAt = null;
    if (!goesOn) {
      offeredAt = null;
      forgetPending();
    }
  }

  void offer(SaltedHash token, Instant now) {
    offeredAt = now;
    pendingSalt = token.salt();
    pendingHash = token.hash();
  }

  /** The token that becomes the agent's. */
  public SaltedHash complete(Instant now) {
    SaltedHash token = new SaltedHash(pendingSalt, pendingHash);
    doneAt = now;
    forgetPending();
    return token;
  }

  /** The agent has a token that is neither the old one nor the one that was offered. */
  public void overtaken(Instant now) {
    if (isWaiting(now)) {
      doneAt = now;
    }
    forgetPending();
  }

  /** For the audit log: it was waiting, and another token came. */
  public AuditEvent cancelled(UUID agentId) {
    return event("agent.token.cancel", agentId);
  }

  /** For the audit log: the agent has shown the new token. */
  public AuditEvent confirmed(UUID agentId) {
    return event("agent.token.confirm", agentId);
  }

  AuditEvent event(String action, UUID agentId) {
    return AuditEvent.of(action).on("agent", agentId).with("rotation", number);
  }

  private void forgetPending() {
    pendingSalt = null;
    pendingHash = null;
  }

  /** The offered token, while it is valid. */
  public Optional<SaltedHash> pending(Instant now) {
    return pendingHash != null && isWaiting(now)
        ? Optional.of(new SaltedHash(pendingSalt, pendingHash))
        : Optional.empty();
  }

  /** Counts the rotations; 0 when none waits for the agent. */
  public long waiting(Instant now) {
    return isWaiting(now) ? number : 0;
  }

  long number() {
    return number;
  }

  String reason() {
    return reason;
  }

  Instant askedAt() {
    return askedAt;
  }

  Instant until() {
    return until;
  }

  Instant offeredAt() {
    return offeredAt;
  }

  Instant doneAt() {
    return doneAt;
  }
}
