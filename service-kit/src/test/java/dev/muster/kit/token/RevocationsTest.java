package dev.muster.kit.token;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.event.RevocationNotice;
import dev.muster.event.RevocationNotice.Kind;
import dev.muster.id.Ids;
import dev.muster.test.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class RevocationsTest {
  private static final long NOW = 1_800_000_000;
  private static final UUID API_KEY = Ids.next();

  private final SettableClock clock = new SettableClock(Instant.ofEpochSecond(NOW));
  private final Revocations revocations = new Revocations(clock);
  private final List<RevocationNotice> heard = new ArrayList<>();

  RevocationsTest() {
    revocations.onRevoked(heard::add);
  }

  private static VerifiedToken token(long issuedAt) {
    Instant at = Instant.ofEpochSecond(issuedAt);
    return new VerifiedToken(
        "u1",
        Set.of(Role.USER),
        "s1",
        "j1",
        at,
        at.plusSeconds(3_600),
        null,
        "raw",
        "k1",
        API_KEY,
        Set.of());
  }

  @Test
  void tokenSessionUserSigningKeyAndApiKeyAreEachRevocable() {
    for (RevocationNotice notice :
        List.of(
            new RevocationNotice(Kind.TOKEN, "j1", NOW, NOW + 60),
            new RevocationNotice(Kind.SESSION, "s1", NOW, NOW + 60),
            new RevocationNotice(Kind.USER, "u1", NOW, NOW + 60),
            new RevocationNotice(Kind.SIGNING_KEY, "k1", NOW, NOW + 60),
            new RevocationNotice(Kind.API_KEY, API_KEY.toString(), NOW, NOW + 60))) {
      Revocations only = new Revocations(clock);
      only.accept(notice);
      assertThat(only.isRevoked(token(NOW))).isTrue();
      assertThat(only.isRevoked(token(NOW + 1))).isFalse();
    }
    revocations.accept(new RevocationNotice(Kind.AGENT, "u1", NOW, NOW + 60));
    assertThat(revocations.isRevoked(token(NOW))).isFalse();
  }

  @Test
  void listenersHearOfEachRevocationOnce() {
    RevocationNotice first = new RevocationNotice(Kind.USER, "u1", NOW, NOW + 60);
    revocations.accept(first);
    revocations.acceptAll(List.of(first, first));
    assertThat(heard).containsExactly(first);
    RevocationNotice later = new RevocationNotice(Kind.USER, "u1", NOW + 5, NOW + 70);
    revocations.accept(later);
    revocations.accept(first);
    assertThat(heard).containsExactly(first, later);
  }

  @Test
  void failingListenerDoesNotSilenceTheOthers() {
    Revocations spoiled = new Revocations(clock);
    spoiled.onRevoked(
        notice -> {
          throw new IllegalStateException("listener");
        });
    spoiled.onRevoked(heard::add);
    spoiled.accept(new RevocationNotice(Kind.USER, "u1", NOW, NOW + 60));
    assertThat(heard).hasSize(1);
  }

  @Test
  void entriesGoWhenNoTokenCanBeMeantAnyMore() {
    revocations.accept(new RevocationNotice(Kind.USER, "u1", NOW, NOW + 60));
    clock.advance(Duration.ofSeconds(61));
    revocations.acceptAll(List.of(new RevocationNotice(Kind.USER, "old", NOW - 9, NOW - 1)));
    assertThat(revocations.isRevoked(token(NOW))).isFalse();
    assertThat(heard).hasSize(1);
  }
}
