package dev.muster.auth.user;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** A user as administrators see it, and as it sees itself. */
record UserView(
    UUID id, String email, String name, List<String> roles, boolean disabled, Instant createdAt) {
  static UserView of(User user) {
    return new UserView(
        user.id(),
        user.email(),
        user.state().name(),
        user.state().roles(),
        user.state().disabled(),
        user.createdAt());
  }
}
