package dev.muster.auth.rotation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.auth.key.Replica;
import dev.muster.auth.token.TokenLifetimes;
import dev.muster.kit.db.Transactions;
import dev.muster.test.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RotationTest {
  private record Lifetimes(Duration access, Duration refresh) implements TokenLifetimes {}

  private static final Duration AHEAD = Duration.ofMinutes(15);
  private static final Replica.Times TIMES = new Replica.Times(Duration.ofDays(30), AHEAD);

  private final TestDatabase schema = TestDatabase.freshSchema();
  private final DataSource database = schema.dataSource();
  private final Replica replica = new Replica(database, TIMES);
  private final Rotation rotation = rotation(replica, database, TIMES);

  @BeforeEach
  void firstKey() {
    Flyway.configure().dataSource(database).defaultSchema(schema.schema()).load().migrate();
    assertThat(replica.ring.active()).isNotNull();
  }

  @Test
  void nothingHappensBeforeAKeyIsDue() throws Exception {
    assertThat(rotation.step()).isFalse();
    pass("29 days 23 hours");
    assertThat(rotation.step()).isFalse();
    assertThat(states()).containsExactly("active");
  }

  @Test
  void theNextKeyIsPublishedAheadAndSignsWhenTheTermIsOver() throws Exception {
    String first = replica.ring.active().kid();
    pass("29 days 23 hours 50 minutes");
    assertThat(rotation.step()).isFalse();
    assertThat(states()).containsExactly("active", "pending");
    replica.ring.refresh();
    assertThat(replica.published()).hasSize(2);
    assertThat(replica.ring.active().kid()).isEqualTo(first);

    pass("14 minutes");
    assertThat(rotation.step()).isFalse();
    pass("2 minutes");
    assertThat(rotation.step()).isTrue();
    replica.ring.refresh();
    assertThat(replica.ring.active().kid()).isNotEqualTo(first);
    assertThat(replica.published()).containsKey(first);
    assertThat(number("SELECT count(*) FROM signing_key WHERE private_key_sealed IS NULL"))
        .isEqualTo(1);

    // An hour that its last token lives, and a quarter that another replica may have signed on.
    pass("1 hour 15 minutes");
    replica.ring.refresh();
    assertThat(replica.published()).containsKey(first);
    pass("2 minutes");
    replica.ring.refresh();
    assertThat(replica.published()).doesNotContainKey(first);
  }

  @Test
  void askedForItComesAsSoonAsEveryVerifierHasTheKey() throws Exception {
    KeyView next = rotation.rotate();
    assertThat(next.state()).isEqualTo("pending");
    assertThat(Duration.between(next.createdAt(), next.activateAt())).isEqualTo(AHEAD);
    assertThat(rotation.rotate().kid()).isEqualTo(next.kid());
    pass("15 minutes");
    assertThat(rotation.rotate())
        .returns(next.kid(), KeyView::kid)
        .returns("active", KeyView::state);
    assertThat(states()).containsExactly("active", "retired");
  }

  @Test
  void aKeyThatWasPreparedWaitsForTheScheduleOrForTheWord() throws Exception {
    KeyView prepared = rotation.prepare();
    assertThat(prepared.activateAt()).isAfter(prepared.createdAt().plus(Duration.ofDays(29)));
    pass("1 day");
    assertThat(rotation.step()).isFalse();
    assertThat(rotation.rotate())
        .returns(prepared.kid(), KeyView::kid)
        .returns("active", KeyView::state);
  }

  @Test
  void replicasThatRotateAtOnceMakeOneKeyAndOneMove() throws Exception {
    atOnce(() -> other().rotate().kid()).forEach(kid -> assertThat(kid).isNotNull());
    assertThat(states()).containsExactly("active", "pending");
    pass("16 minutes");
    assertThat(atOnce(() -> other().step())).containsOnlyOnce(true);
    assertThat(states()).containsExactly("active", "retired");
  }

  private Rotation other() {
    return rotation(new Replica(database, TIMES), database, TIMES);
  }

  static Rotation rotation(Replica replica, DataSource database, Replica.Times times) {
    return new Rotation(
        new Transactions(replica.gate, () -> database),
        replica.table,
        times,
        new Lifetimes(Duration.ofHours(1), Duration.ofDays(30)),
        (connection, event) -> {});
  }

  private static <T> List<T> atOnce(Callable<T> work) throws Exception {
    try (ExecutorService replicas = Executors.newFixedThreadPool(6)) {
      List<T> answers = new ArrayList<>();
      for (Future<T> answer : replicas.invokeAll(Collections.nCopies(6, work))) {
        answers.add(answer.get());
      }
      return answers;
    }
  }

  /** Everything happened that much earlier. */
  private void pass(String interval) throws SQLException {
    String earlier = " - interval '" + interval + "'";
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      statement.executeUpdate(
          "UPDATE signing_key SET created_at = created_at"
              + earlier
              + ", activate_at = activate_at"
              + earlier
              + ", activated_at = activated_at"
              + earlier
              + ", retired_at = retired_at"
              + earlier
              + ", published_until = published_until"
              + earlier);
    }
  }

  private List<String> states() {
    return rotation.list().stream().map(KeyView::state).sorted().toList();
  }

  private long number(String sql) throws SQLException {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getLong(1);
    }
  }
}
