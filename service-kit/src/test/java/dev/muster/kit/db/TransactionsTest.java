package dev.muster.kit.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.error.ContractException;
import dev.muster.error.ErrorCode;
import dev.muster.kit.redis.RedisClients;
import dev.muster.test.TestDatabase;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TransactionsTest {
  private final DataSource source = TestDatabase.freshSchema().dataSource();
  private final Transactions transactions =
      new Transactions(
          new DatabaseGate(
              RedisClients.config(DatabaseConfig.class, Map.of()), new SimpleMeterRegistry()),
          () -> source);

  @BeforeEach
  void table() {
    execute("create table item (id int primary key, n int not null)");
    execute("insert into item values (1, 0), (2, 0)");
  }

  @Test
  void commitsWhenTheWorkReturns() {
    execute("update item set n = 5 where id = 1");
    assertThat(valueOf(1)).isEqualTo(5);
  }

  @Test
  void rollsBackWhenTheWorkThrows() {
    assertThatThrownBy(
            () ->
                transactions.inTransaction(
                    connection -> {
                      update(connection, "update item set n = 5 where id = 1");
                      throw ContractException.notFound("task");
                    }))
        .isInstanceOf(ContractException.class);
    assertThat(valueOf(1)).isZero();
  }

  @Test
  void aConnectionLostBeforeTheCommitIsUnavailable() {
    assertThatThrownBy(() -> execute("select pg_terminate_backend(pg_backend_pid())"))
        .satisfies(
            e -> assertThat(((ContractException) e).code()).isEqualTo(ErrorCode.UNAVAILABLE));
  }

  @Test
  void aConnectionLostWhileCommittingLeavesTheOutcomeUnknown() {
    execute(
        """
        create function die() returns trigger language plpgsql as $$
        begin
          perform pg_terminate_backend(pg_backend_pid());
          perform pg_sleep(1);
          return null;
        end $$
        """);
    execute(
        """
        create constraint trigger die after update on item
          deferrable initially deferred for each row execute function die()
        """);
    assertThatThrownBy(() -> execute("update item set n = 5 where id = 1"))
        .isInstanceOf(CommitUnknownException.class);
  }

  @Test
  void aCommitThatIsRefusedIsNotUnknown() {
    execute("create table part (item int references item deferrable initially deferred)");
    assertThatThrownBy(() -> execute("insert into part values (99)"))
        .isNotInstanceOf(CommitUnknownException.class)
        .hasRootCauseInstanceOf(SQLException.class);
  }

  @Test
  void deadlockedWorkRunsAgain() throws Exception {
    CyclicBarrier bothHoldOne = new CyclicBarrier(2);
    AtomicInteger runs = new AtomicInteger();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<?> one = threads.submit(() -> crossing(1, 2, bothHoldOne, runs));
      Future<?> two = threads.submit(() -> crossing(2, 1, bothHoldOne, runs));
      one.get(30, TimeUnit.SECONDS);
      two.get(30, TimeUnit.SECONDS);
    }
    assertThat(runs).hasValue(3);
    assertThat(valueOf(1)).isEqualTo(2);
    assertThat(valueOf(2)).isEqualTo(2);
  }

  private void crossing(int first, int second, CyclicBarrier barrier, AtomicInteger runs) {
    transactions.inTransaction(
        connection -> {
          update(connection, "update item set n = n + 1 where id = " + first);
          if (runs.incrementAndGet() <= 2) {
            meet(barrier);
          }
          return update(connection, "update item set n = n + 1 where id = " + second);
        });
  }

  private static void meet(CyclicBarrier barrier) {
    try {
      barrier.await(10, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private int valueOf(int id) {
    return transactions.inTransaction(
        connection -> {
          try (Statement statement = connection.createStatement();
              ResultSet rows = statement.executeQuery("select n from item where id = " + id)) {
            rows.next();
            return rows.getInt(1);
          }
        });
  }

  private void execute(String sql) {
    transactions.inTransaction(connection -> update(connection, sql));
  }

  private static boolean update(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      return statement.execute(sql);
    }
  }
}
