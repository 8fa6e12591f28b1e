package dev.muster.platform.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.platform.process.FreePorts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RedisServerTest {
  @TempDir static Path folder;
  private static RedisServer server;

  @BeforeAll
  static void start() throws Exception {
    server = new RedisServer(folder, FreePorts.next(), "secret", unexpected -> {});
    server.start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void refusesAWrongPassword() {
    assertThatThrownBy(() -> RedisConnection.open(server.port(), "guess").close())
        .isInstanceOf(IOException.class)
        .hasMessageContaining("WRONGPASS");
  }

  @Test
  void keepsThePasswordInAPrivateFileAndOutOfTheCommand() throws Exception {
    Path file = folder.resolve("redis/redis.conf");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(server.child().spec().command()).noneMatch(word -> word.contains("secret"));
  }

  @Test
  void holdsNothingAfterAFlush() throws Exception {
    try (RedisConnection redis = RedisConnection.open(server.port(), "secret")) {
      redis.command("SET", "a", "b");
      server.flush();
      assertThat(redis.command("DBSIZE")).isEqualTo(":0");
    }
  }

  @Test
  void startsEmptyAfterAKill() throws Exception {
    try (RedisConnection redis = RedisConnection.open(server.port(), "secret")) {
      redis.command("SET", "kept", "no");
    }
    server.kill();
    assertThat(server.isAlive()).isFalse();
    server.start();
    try (RedisConnection redis = RedisConnection.open(server.port(), "secret")) {
      assertThat(redis.command("EXISTS", "kept")).isEqualTo(":0");
    }
  }
}
