package dev.muster.registry.rotation;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.Optional;

/**
 * How far the last token rotation of an agent is.
 *
 * @param state {@code asked}: the agent doesn't know yet; {@code offered}: both tokens are valid;
 *     {@code done}: the old token is dead; {@code timed_out}: the old token is valid, an offered
 *     one is not
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RotationView(
    long number,
    String state,
    String reason,
    Instant askedAt,
    Instant expiresAt,
    Instant offeredAt,
    Instant doneAt) {

  /** Empty when none was ever asked for. */
  public static Optional<RotationView> of(Rotation rotation, Instant now) {
    return rotation
        .state(now)
        .map(
            state ->
                new RotationView(
                    rotation.number(),
                    state.wire(),
                    rotation.reason(),
                    rotation.askedAt(),
                    rotation.until(),
                    rotation.offeredAt(),
                    rotation.doneAt()));
  }
}
