package dev.muster.auth.account;

import java.util.UUID;

/**
 * Whose password was right, just now.
 *
 * @param passwordHash the hash that it was right for: by the time a session opens there may be
 *     another
 */
public record Recognised(UUID id, String passwordHash) {
  @Override
  public String toString() {
    return "Recognised[" + id + "]";
  }
}
