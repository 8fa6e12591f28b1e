package dev.muster.kit.stream;

import dev.muster.event.RedisNames;
import io.vertx.core.json.JsonObject;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.util.LinkedHashMap;
import java.util.Map;

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
    Request request =
        Request.cmd(Command.XADD)
            .arg(RedisNames.DEAD_LETTERS)
            .arg("MAXLEN")
            .arg("~")
            .arg(keep)
            .arg("*");
    fields().forEach((name, value) -> request.arg(name).arg(value));
    return request;
  }

  private Map<String, String> fields() {
    return Map.of(
        "stream",
        stream,
        "group",
        group,
        "entry_id",
        entry.id(),
        "reason",
        reason,
        "failed_at",
        Long.toString(failedAt),
        "entry",
        new JsonObject(new LinkedHashMap<>(entry.fields())).encode());
  }
}
