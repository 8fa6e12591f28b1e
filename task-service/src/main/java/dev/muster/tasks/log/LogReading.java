package dev.muster.tasks.log;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.muster.tasks.follow.SseSource;
import dev.muster.tasks.follow.SseWriter;
import dev.muster.tasks.watch.OwnWatches;
import dev.muster.wire.FrameCodec;
import dev.muster.wire.LogContent;
import java.util.UUID;

/** One follower's reading of a task's output; a watcher while it waits for more. */
final class LogReading implements SseSource, AutoCloseable {
  private final LogTail tail;
  private final OwnWatches watches;
  private final LogQuery query;
  private final UUID callerId;
  private final boolean admin;
  private LogCursor at;
  private boolean watching;

  /** Throws what {@link LogTail#locate} does. */
  LogReading(LogTail tail, OwnWatches watches, LogQuery query, UUID callerId, boolean admin) {
    this.tail = tail;
    this.watches = watches;
    this.query = query;
    this.callerId = callerId;
    this.admin = admin;
    this.at = tail.locate(query, callerId, admin);
  }

  @Override
  public Next tell(SseWriter out) {
    LogTail.Look look = tail.look(query, at, callerId, admin);
    at = look.next();
    if (look.content().length() > 0) {
      out.event(Long.toString(at.offset()), "log", piece(look.content()));
      if (look.cutAt() != null) {
        ObjectNode cut = object().put("offset", look.cutAt());
        out.event(Long.toString(at.offset()), "truncated", cut.toString());
      }
      out.flush();
      return Next.LOOK;
    }
    if (look.complete()) {
      ObjectNode end = object().put("offset", at.offset());
      out.event(Long.toString(at.offset()), "end", end.toString()).flush();
      return Next.END;
    }
    if (!watching) {
      watches.keep(query.taskId(), query.phase());
      watching = true;
    }
    return Next.WAIT;
  }

  @Override
  public void close() {
    if (watching) {
      watches.release(query.taskId(), query.phase());
    }
  }

  private String piece(LogContent content) {
    ObjectNode data =
        object().put("offset", at.offset() - content.length()).put("next_offset", at.offset());
    content
        .text()
        .ifPresentOrElse(
            text -> data.put("content", text), () -> data.put("content_base64", content.bytes()));
    return data.toString();
  }

  private ObjectNode object() {
    return FrameCodec.JSON.createObjectNode().put("phase", query.phase());
  }
}
