package dev.muster.tasks.read;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.id.Ids;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class IdRangeTest {
  private static final Instant NEW_YEAR = Instant.parse("2026-01-01T00:00:00Z");

  @Test
  void aTimeIsTheFirstIdOfItsMillisecond() {
    assertThat(IdRange.of(NEW_YEAR, null).from())
        .isEqualTo(UUID.fromString("019b76da-a800-0000-0000-000000000000"));
  }

  @Test
  void timesThatNoIdCanHaveAreTheFirstAndTheLast() {
    assertThat(IdRange.of(Instant.MIN, Instant.MAX))
        .isEqualTo(
            new IdRange(new UUID(0, 0), UUID.fromString("ffffffff-ffff-0000-0000-000000000000")));
  }

  @Test
  void aPrefixHasAllIdsThatBeginWithItAndNoOthers() {
    UUID id = Ids.next();
    IdRange range = IdRange.startingWith(id.toString().substring(0, 13));
    assertThat(range.from().toString()).startsWith(id.toString().substring(0, 13)).endsWith("0000");
    assertThat(range.before().getLeastSignificantBits()).isZero();
    assertThat(range.before().getMostSignificantBits())
        .isEqualTo((id.getMostSignificantBits() | 0xffff) + 1);
    assertThat(IdRange.startingWith(id.toString()).from()).isEqualTo(id);
  }

  @Test
  void whatIsInBothIsOrderedAsPostgresqlDoes() {
    UUID low = UUID.fromString("00000000-0000-0000-0000-000000000001");
    UUID high = UUID.fromString("ffffffff-0000-0000-0000-000000000001");
    assertThat(new IdRange(low, high).and(new IdRange(high, low)))
        .isEqualTo(new IdRange(high, low));
    assertThat(IdRange.ALL.and(new IdRange(low, null))).isEqualTo(new IdRange(low, null));
  }
}
