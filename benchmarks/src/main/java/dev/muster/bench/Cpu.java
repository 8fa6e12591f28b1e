package dev.muster.bench;

/**
 * Seconds of CPU time.
 *
 * @param client of this process
 * @param service of the service that is measured
 * @param servers of PostgreSQL and Redis together
 */
record Cpu(double client, double service, double servers) {
  Cpu since(Cpu before) {
    return new Cpu(client - before.client, service - before.service, servers - before.servers);
  }

  double sum() {
    return client + service + servers;
  }

  /** Milliseconds of each part per operation, as figures without a target. */
  void report(Report report, String operation, int count) {
    report.figure(operation + "_cpu_ms_client", 1_000 * client / count, "ms");
    report.figure(operation + "_cpu_ms_service", 1_000 * service / count, "ms");
    report.figure(operation + "_cpu_ms_postgres_redis", 1_000 * servers / count, "ms");
  }
}
