package dev.muster.kit.stream;

import dev.muster.event.RedisNames;
import io.vertx.core.json.JsonObject;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.util.LinkedHashMap;

/**
 * An entry of {@link RedisNames#DEAD_LETTERS}. Fields: {@code stream, group, entry_id, reason,
 * failed_at} (epoch milliseconds) and {@code entry}, the entry's fields as a JSON object.
 */
record DeadLetter(String stream, String group, StreamEntry entry, String reason, long failedAt) {
  private static final int LONGEST_REASON = 500;

  static DeadLetter of(GroupCommands owner, StreamEntry entry, Throwable failure, long failedAt) {
    String reason = failure.toString();
    return new DeadLetter(
        owner.stream(),
        owner.group(),
        entry,
        reason.substring(0, Math.min(reason.length(), LONGEST_REASON)),
        failedAt);
  }

  Request add(long keep) {
    return Request.cmd(Command.XADD)
        .arg(RedisNames.DEAD_LETTERS)
        .arg("MAXLEN")
        .arg("~")
        .arg(keep)
        .arg("*")
        .arg("stream", stream)
        .arg("group", group)
        .arg("entry_id", entry.id())
        .arg("reason", reason)
        .arg("failed_at", Long.toString(failedAt))
        .arg("entry", new JsonObject(new LinkedHashMap<>(entry.fields())).encode());
  }
}
