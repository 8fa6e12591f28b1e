package dev.muster.tasks.watch;

import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;

/** The scripts that count watches; their files say what they take and answer. */
final class WatchScripts {
  private static final String WATCH = read("watch.lua");
  private static final String UNWATCH = read("unwatch.lua");
  private static final long KEEP_MS = Duration.ofMinutes(10).toMillis();

  private WatchScripts() {}

  static Request watch(UUID taskId, String phase, String watcher, Duration life, Duration again) {
    return Request.cmd(Command.EVAL)
        .arg(WATCH)
        .arg(1)
        .arg(key(taskId))
        .arg(phase)
        .arg(watcher)
        .arg(life.toMillis())
        .arg(again.toMillis())
        .arg(KEEP_MS);
  }

  static Request unwatch(UUID taskId, String watcher) {
    return Request.cmd(Command.EVAL).arg(UNWATCH).arg(1).arg(key(taskId)).arg(watcher);
  }

  static String key(UUID taskId) {
    return "log.watches." + taskId;
  }

  private static String read(String file) {
    try (InputStream in = WatchScripts.class.getResourceAsStream(file)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
