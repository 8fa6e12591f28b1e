package dev.muster.bench;

import dev.muster.platform.LocalPlatform;
import dev.muster.platform.PlatformBuilder;
import dev.muster.platform.api.Api;
import dev.muster.platform.part.JvmOptions;
import dev.muster.platform.part.Part;
import dev.muster.platform.part.ServiceKind;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;

/**
 * A platform as a server runs it, to measure the task engine: services whose JVMs have both
 * compilers and half a GiB of heap, PostgreSQL with a GiB of buffers and with every commit on disk,
 * and no limits by caller.
 */
final class TaskStand implements AutoCloseable {
  private static final String UNLIMITED = "1000000/1s";

  static final Map<String, String> POSTGRES =
      Map.of(
          "shared_buffers", "1GB",
          "max_wal_size", "8GB",
          "checkpoint_timeout", "15min",
          "work_mem", "32MB",
          "maintenance_work_mem", "512MB");

  /** One agent may speak as fast as it can. */
  private static final Map<String, String> UNHURRIED =
      Map.of(
          "MUSTER_GATEWAY_INBOUND_FRAMES_PER_SECOND", "1000000",
          "MUSTER_GATEWAY_INBOUND_BURST", "1000000",
          "MUSTER_GATEWAY_INBOUND_BYTES_PER_SECOND", "1000000000",
          "MUSTER_GATEWAY_INBOUND_BURST_BYTES", "1000000000");

  private final LocalPlatform platform;

  private TaskStand(LocalPlatform platform) {
    this.platform = platform;
  }

  static TaskStand start(Options options, Report report) throws InterruptedException {
    report.progress("starting the platform");
    PlatformBuilder builder =
        LocalPlatform.builder()
            .freshDataUnder(Path.of(System.getProperty("java.io.tmpdir"), "muster-bench"))
            .nativeExecutables(options.nativeExecutables())
            .agents(0)
            .serviceEnvironment(ServiceKind.TASK, "MUSTER_LIMITS_SUBMIT", UNLIMITED)
            .serviceEnvironment(ServiceKind.TASK, "MUSTER_TASK_MAX_LOG_BYTES", "100000000000");
    for (ServiceKind kind : ServiceKind.values()) {
      builder.jvmOptions(kind, JvmOptions.server());
    }
    POSTGRES.forEach(builder::postgresSetting);
    UNHURRIED.forEach(
        (name, value) -> builder.serviceEnvironment(ServiceKind.GATEWAY, name, value));
    TaskStand stand = new TaskStand(builder.build());
    // Also when it is interrupted from outside; closing twice is harmless.
    Runtime.getRuntime().addShutdownHook(new Thread(stand::close));
    stand.platform.start();
    return stand;
  }

  LocalPlatform platform() {
    return platform;
  }

  /** The gateway itself, past the edge. */
  Part gateway() {
    return platform.service(ServiceKind.GATEWAY, 0);
  }

  /** task-service itself, past the edge. */
  Part tasks() {
    return platform.service(ServiceKind.TASK, 0);
  }

  URI tasksUrl() {
    return URI.create(tasks().url());
  }

  /** The development user, straight at task-service. */
  Api user() throws IOException, InterruptedException {
    return Api.at(tasks().url()).withToken(platform.accounts().user().token());
  }

  @Override
  public void close() {
    platform.close();
  }
}
