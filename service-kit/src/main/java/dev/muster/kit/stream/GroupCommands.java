package dev.muster.kit.stream;

import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.time.Duration;
import java.util.List;

/** What one consumer of a group asks of Redis. */
record GroupCommands(String stream, String group, String consumer) {
  private static final String BACKLOG_LIMIT = "10000";

  /** From the beginning, as the group is new or was lost together with what it had read. */
  Request create() {
    return Request.cmd(Command.XGROUP)
        .arg("CREATE")
        .arg(stream)
        .arg(group)
        .arg("0")
        .arg("MKSTREAM");
  }

  /** Entries that nobody in the group has been given yet. */
  Request readNew(int count, Duration block) {
    return Request.cmd(Command.XREADGROUP)
        .arg("GROUP")
        .arg(group)
        .arg(consumer)
        .arg("COUNT")
        .arg(count)
        .arg("BLOCK")
        .arg(block.toMillis())
        .arg("STREAMS")
        .arg(stream)
        .arg(">");
  }

  /** Entries that this consumer was given and has not acknowledged. */
  Request readOwn(int count) {
    return Request.cmd(Command.XREADGROUP)
        .arg("GROUP")
        .arg(group)
        .arg(consumer)
        .arg("COUNT")
        .arg(count)
        .arg("STREAMS")
        .arg(stream)
        .arg("0");
  }

  Request claim(Duration idle, String from, int count) {
    return Request.cmd(Command.XAUTOCLAIM)
        .arg(stream)
        .arg(group)
        .arg(consumer)
        .arg(idle.toMillis())
        .arg(from)
        .arg("COUNT")
        .arg(count);
  }

  Request acknowledge(List<String> ids) {
    Request request = Request.cmd(Command.XACK).arg(stream).arg(group);
    ids.forEach(request::arg);
    return request;
  }

  /** Makes the entries look as if they had been given to this consumer that long ago. */
  Request age(List<String> ids, Duration idle) {
    Request request = Request.cmd(Command.XCLAIM).arg(stream).arg(group).arg(consumer).arg(0);
    ids.forEach(request::arg);
    return request.arg("IDLE").arg(idle.toMillis()).arg("JUSTID");
  }

  Request ownIds(int count) {
    return Request.cmd(Command.XPENDING)
        .arg(stream)
        .arg(group)
        .arg("-")
        .arg("+")
        .arg(count)
        .arg(consumer);
  }

  Request forgetConsumers(Duration silent) {
    return Script.FORGET_CONSUMERS.on(stream, List.of(group, Long.toString(silent.toMillis()), ""));
  }

  Request leave() {
    return Script.FORGET_CONSUMERS.on(stream, List.of(group, "0", consumer));
  }

  Request backlog() {
    return Script.BACKLOG.on(stream, List.of(group, BACKLOG_LIMIT));
  }
}
