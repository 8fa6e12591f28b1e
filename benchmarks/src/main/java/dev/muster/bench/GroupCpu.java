package dev.muster.bench;

import dev.muster.platform.LocalPlatform;
import dev.muster.platform.part.ServiceKind;
import java.util.List;

/**
 * Seconds of CPU time, user and system, of everybody who has a part in a task.
 *
 * @param client this process: the clients and the agents
 * @param identity auth-service and agent-registry-service
 */
record GroupCpu(
    double client,
    double taskService,
    double gateway,
    double identity,
    double postgres,
    double redis) {

  /** Used so far. */
  static GroupCpu of(LocalPlatform platform) {
    return new GroupCpu(
        ProcessTree.cpuSeconds(List.of(ProcessHandle.current().pid())),
        service(platform, ServiceKind.TASK),
        service(platform, ServiceKind.GATEWAY),
        service(platform, ServiceKind.AUTH) + service(platform, ServiceKind.REGISTRY),
        ProcessTree.cpuSeconds(ProcessTree.of(platform.postgres().child().pid())),
        ProcessTree.cpuSeconds(ProcessTree.of(platform.redis().child().pid())));
  }

  private static double service(LocalPlatform platform, ServiceKind kind) {
    return platform.services(kind).stream()
        .mapToDouble(part -> ProcessTree.cpuSeconds(List.of(part.pid())))
        .sum();
  }

  GroupCpu since(GroupCpu before) {
    return plus(before, -1);
  }

  GroupCpu plus(GroupCpu other) {
    return plus(other, 1);
  }

  private GroupCpu plus(GroupCpu other, int sign) {
    return new GroupCpu(
        client + sign * other.client,
        taskService + sign * other.taskService,
        gateway + sign * other.gateway,
        identity + sign * other.identity,
        postgres + sign * other.postgres,
        redis + sign * other.redis);
  }

  double sum() {
    return client + taskService + gateway + identity + postgres + redis;
  }

  /** Milliseconds of each per task, as figures without a target. */
  void report(Report report, String prefix, long tasks) {
    each(report, prefix, "client", client, tasks);
    each(report, prefix, "task_service", taskService, tasks);
    each(report, prefix, "gateway", gateway, tasks);
    each(report, prefix, "auth_registry", identity, tasks);
    each(report, prefix, "postgres", postgres, tasks);
    each(report, prefix, "redis", redis, tasks);
  }

  private static void each(Report report, String prefix, String who, double seconds, long tasks) {
    report.figure(prefix + "cpu_ms_" + who, 1_000 * seconds / Math.max(1, tasks), "ms");
  }
}
