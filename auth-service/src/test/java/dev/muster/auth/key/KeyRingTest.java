package dev.muster.auth.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.error.ContractException;
import dev.muster.error.ErrorCode;
import dev.muster.test.TestDatabase;
import java.time.Duration;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

class KeyRingTest {
  private final TestDatabase schema = TestDatabase.freshSchema();
  private final PGSimpleDataSource database = (PGSimpleDataSource) schema.dataSource();

  KeyRingTest() {
    Flyway.configure().dataSource(database).defaultSchema(schema.schema()).load().migrate();
  }

  @Test
  void aReplicaThatCouldNotReadForTooLongPublishesButSignsNothing() {
    KeyRing fresh = replica(Duration.ofHours(1));
    KeyRing stale = replica(Duration.ofNanos(1));
    database.setPortNumbers(new int[] {1});
    fresh.reload();
    stale.reload();

    assertThat(fresh.active()).isNotNull();
    assertThat(stale.published()).hasSize(1);
    assertThatThrownBy(stale::active)
        .isInstanceOfSatisfying(
            ContractException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNAVAILABLE));
  }

  private KeyRing replica(Duration publishAhead) {
    KeyRing ring = new Replica(database, new Replica.Times(Duration.ofDays(1), publishAhead)).ring;
    assertThat(ring.active()).isNotNull();
    return ring;
  }
}
