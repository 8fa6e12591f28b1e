package dev.muster.platform;

import dev.muster.platform.part.Supervisor;
import dev.muster.platform.postgres.PostgresServer;
import dev.muster.platform.postgres.PostgresSettings;
import dev.muster.platform.process.FreePorts;
import dev.muster.platform.redis.RedisServer;
import java.util.List;

/** The PostgreSQL and the Redis of one platform. */
record DataServers(PostgresServer postgres, RedisServer redis) {

  static DataServers of(PlatformBuilder wanted, Secrets secrets, Supervisor supervisor)
      throws InterruptedException {
    DataServers[] self = new DataServers[1];
    PostgresServer postgres =
        new PostgresServer(
            new PostgresSettings(
                wanted.data,
                FreePorts.next(),
                secrets.password("postgres"),
                wanted.durable,
                wanted.postgresSettings),
            child -> supervisor.ended(child, () -> self[0].postgres.start()));
    RedisServer redis =
        new RedisServer(
            wanted.data,
            FreePorts.next(),
            secrets.password("redis"),
            child -> supervisor.ended(child, () -> self[0].redis.start()));
    self[0] = new DataServers(postgres, redis);
    return self[0];
  }

  void start() throws InterruptedException {
    Together.run(List.of(postgres::start, redis::start), 2);
  }

  void stop() throws InterruptedException {
    Together.run(List.of(postgres::stop, redis::stop), 2);
  }
}
