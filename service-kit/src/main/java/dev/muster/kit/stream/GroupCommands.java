package dev.muster.kit.stream;

import dev.muster.kit.redis.LuaScript;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.time.Duration;
import java.util.List;

/** What one consumer of a group asks of Redis. */
record GroupCommands(String stream, String group, String consumer) {
  private static final LuaScript BACKLOG = new LuaScript(GroupCommands.class, "backlog.lua");
  private static final LuaScript FORGET_CONSUMERS =
      new LuaScript(GroupCommands.class, "forget_consumers.lua");
  private static final int BACKLOG_LIMIT = 10_000;

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
    return FORGET_CONSUMERS.on(List.of(stream), group, silent.toMillis(), "");
  }

  Request leave() {
    return FORGET_CONSUMERS.on(List.of(stream), group, 0, consumer);
  }

  Request backlog() {
    return BACKLOG.on(List.of(stream), group, BACKLOG_LIMIT);
  }
}
