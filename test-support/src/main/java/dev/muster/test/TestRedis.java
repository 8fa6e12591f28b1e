package dev.muster.test;

import dev.muster.platform.redis.RedisServer;

/** This JVM's Redis. */
public final class TestRedis {
  private TestRedis() {}

  /** {@code redis://127.0.0.1:PORT}; the password is separate. */
  public static String url() {
    return server().url();
  }

  public static String password() {
    return Servers.redisPassword();
  }

  /** URL with the password in it, for clients that take only one string. */
  public static String urlWithPassword() {
    return "redis://:" + password() + "@127.0.0.1:" + server().port();
  }

  /** The server itself, to stop, kill, pause, flush and start. */
  public static RedisServer server() {
    return Servers.redis();
  }
}
