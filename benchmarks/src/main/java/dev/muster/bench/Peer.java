package dev.muster.bench;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.muster.platform.LocalPlatform;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * db-scheduler, the fastest library of its kind on the JVM: 64 threads of this process schedule
 * tasks, each in its own transaction, and its scheduler in the same process runs them and removes
 * each in another. Its fastest settings by its own documentation: it locks while it fetches, and
 * fetches again when fewer than half of its 50 threads have work. It has its own database on the
 * platform's PostgreSQL.
 */
final class Peer implements AutoCloseable {
  private static final int CLIENTS = 64;
  private static final int THREADS = 50;
  private static final int CONNECTIONS = 64;
  private static final int MOST_OPEN = 2_000;
  private static final Duration POLL = Duration.ofMillis(50);

  private static final String TABLE =
      """
      create table scheduled_tasks (
        task_name text not null,
        task_instance text not null,
        task_data bytea,
        execution_time timestamp with time zone,
        picked boolean not null,
        picked_by text,
        last_success timestamp with time zone,
        last_failure timestamp with time zone,
        consecutive_failures int,
        last_heartbeat timestamp with time zone,
        version bigint not null,
        priority smallint,
        state text,
        primary key (task_name, task_instance)
      );
      create index execution_time_idx on scheduled_tasks (execution_time);
      create index last_heartbeat_idx on scheduled_tasks (last_heartbeat);
      """;

  private final LocalPlatform platform;
  private final HikariDataSource pool;
  private final Scheduler scheduler;
  private final OneTimeTask<String> task;
  private final AtomicLong names = new AtomicLong();
  private final AtomicLong done = new AtomicLong();
  private final Semaphore room = new Semaphore(MOST_OPEN);
  private volatile boolean working;

  private Peer(LocalPlatform platform, HikariDataSource pool) {
    this.platform = platform;
    this.pool = pool;
    task =
        Tasks.oneTime("bench", String.class)
            .execute(
                (instance, context) -> {
                  done.incrementAndGet();
                  room.release();
                });
    scheduler =
        Scheduler.create(pool, task)
            .threads(THREADS)
            .pollUsingLockAndFetch(0.5, 4.0)
            .enableImmediateExecution()
            .pollingInterval(POLL)
            .build();
    scheduler.start();
  }

  static Peer start(LocalPlatform platform) throws SQLException {
    byte[] random = new byte[16];
    new SecureRandom().nextBytes(random);
    String password = HexFormat.of().formatHex(random);
    try (Connection connection = platform.postgres().connect("postgres");
        Statement statement = connection.createStatement()) {
      statement.execute("create role peer login password '" + password + "'");
      statement.execute("create database peer owner peer");
    }
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(platform.postgres().jdbcUrl("peer"));
    config.setUsername("peer");
    config.setPassword(password);
    config.setMaximumPoolSize(CONNECTIONS);
    HikariDataSource pool = new HikariDataSource(config);
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(TABLE);
    }
    return new Peer(platform, pool);
  }

  /** Works for that long, and returns when what is under way has ended. */
  Load measure(Duration length) throws InterruptedException {
    long before = done.get();
    GroupCpu cpu = GroupCpu.of(platform);
    long began = System.nanoTime();
    working = true;
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      threads.add(Thread.ofPlatform().name("peer-client-" + i).start(this::submit));
    }
    TimeUnit.MILLISECONDS.sleep(length.toMillis());
    GroupCpu used = GroupCpu.of(platform).since(cpu);
    Load load =
        new Load(
            done.get() - before,
            (System.nanoTime() - began) / 1e9,
            // The services have no part in it.
            new GroupCpu(used.client(), 0, 0, 0, used.postgres(), 0),
            null);
    working = false;
    for (Thread thread : threads) {
      thread.join();
    }
    room.acquire(MOST_OPEN);
    room.release(MOST_OPEN);
    return load;
  }

  private void submit() {
    try {
      while (working) {
        if (room.tryAcquire(100, TimeUnit.MILLISECONDS)) {
          scheduler.schedule(
              task.instance(Long.toString(names.incrementAndGet()), "{\"ok\":true}"),
              Instant.now());
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    scheduler.stop();
    pool.close();
  }
}
