package dev.muster.bench;

import dev.muster.platform.LocalPlatform;
import dev.muster.platform.PlatformBuilder;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What the same PostgreSQL can do at most: a narrow row is inserted and committed; then it is
 * updated, a row for its outcome inserted, and both committed ({@link LimitSql}). One task after
 * the other by 8 and by 32 connections of this process, then 50 tasks per statement and commit.
 * Nothing else takes part. CPU is that of PostgreSQL. Command: {@code ./muster bench limits
 * [--seconds n]}; n for each, after three seconds.
 */
final class LimitsBenchmark implements Benchmark {
  private static final String DATABASE = "limits";
  private static final int BATCH = 50;
  private static final Duration WARM_UP = Duration.ofSeconds(3);

  @Override
  public String about() {
    return "two commits a task in plain SQL, one by one and fifty at a time";
  }

  @Override
  public void run(Options options, Report report) throws Exception {
    report.progress("starting the platform");
    PlatformBuilder builder =
        LocalPlatform.builder()
            .freshDataUnder(Path.of(System.getProperty("java.io.tmpdir"), "muster-bench"))
            .agents(0);
    TaskStand.POSTGRES.forEach(builder::postgresSetting);
    try (LocalPlatform platform = builder.build()) {
      Runtime.getRuntime().addShutdownHook(new Thread(platform::close));
      platform.start();
      try (Connection connection = platform.postgres().connect("postgres");
          Statement statement = connection.createStatement()) {
        statement.execute("create database " + DATABASE);
      }
      try (Connection connection = platform.postgres().connect(DATABASE);
          Statement statement = connection.createStatement()) {
        statement.execute(LimitSql.TABLES);
      }
      for (int batch : new int[] {1, BATCH}) {
        for (int clients : new int[] {8, 32}) {
          measure(options, report, platform, batch, clients);
        }
      }
    }
  }

  private static void measure(
      Options options, Report report, LocalPlatform platform, int batch, int clients)
      throws Exception {
    AtomicLong done = new AtomicLong();
    AtomicLong failed = new AtomicLong();
    long end =
        System.nanoTime() + WARM_UP.plus(options.length()).plus(Duration.ofMillis(500)).toNanos();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < clients; i++) {
      threads.add(
          Thread.ofPlatform()
              .start(
                  () -> {
                    try (Connection connection = platform.postgres().connect(DATABASE);
                        LimitSql sql = new LimitSql(connection, batch)) {
                      while (System.nanoTime() < end) {
                        sql.tasks();
                        done.addAndGet(batch);
                      }
                    } catch (Exception e) {
                      failed.incrementAndGet();
                    }
                  }));
    }
    TimeUnit.MILLISECONDS.sleep(WARM_UP.toMillis());
    long before = done.get();
    GroupCpu cpu = GroupCpu.of(platform);
    long began = System.nanoTime();
    TimeUnit.MILLISECONDS.sleep(options.length().toMillis());
    GroupCpu used = GroupCpu.of(platform).since(cpu);
    long tasks = done.get() - before;
    double seconds = (System.nanoTime() - began) / 1e9;
    for (Thread thread : threads) {
      thread.join();
    }
    String name = (batch == 1 ? "single_" : "batched_") + clients + "_";
    report.figure(name + "tasks_per_s", tasks / seconds, "1/s");
    report.figure(name + "postgres_cpu_us_per_task", 1e6 * used.postgres() / tasks, "us");
    report.none(name + "failed", failed.get());
  }
}
