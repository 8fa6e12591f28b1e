package dev.muster.kit.apikey;

import dev.muster.event.RevocationNotice;
import dev.muster.kit.token.Role;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** A key that was shown with its secret, as an agent's (protocol §4). */
public final class BoundKey {
  private final KnownKey known;
  private final ApiKey key;

  BoundKey(KnownKey known, Clock clock) {
    this.known = known;
    this.key = known.key(clock);
  }

  /** Whether it is bound to that agent, by an owner who may still bind keys. */
  public boolean isOf(UUID agentId) {
    return agentId.equals(key.agentId()) && key.roles().contains(Role.ADMIN);
  }

  /** The agent that it is bound to, as {@link #isOf} judges. */
  public Optional<UUID> agentId() {
    return Optional.ofNullable(key.agentId()).filter(this::isOf);
  }

  /** Whether the notice takes something from it, or from its owner. */
  public boolean isAbout(RevocationNotice notice) {
    return known.isAbout(notice);
  }

  /** False once it has expired, or when such a notice came a moment after it was shown. */
  public boolean isStillGood(Instant now) {
    return !known.isDropped() && key.isCurrent(now);
  }

  @Override
  public String toString() {
    return "BoundKey[" + key.id() + "]";
  }
}
