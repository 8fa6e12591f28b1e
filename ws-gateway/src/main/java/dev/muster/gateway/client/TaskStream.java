package dev.muster.gateway.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.muster.error.ErrorCode;
import dev.muster.gateway.feed.EventText;
import dev.muster.gateway.feed.FeedEvent;
import dev.muster.gateway.feed.Position;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.UUID;

/**
 * The events of one task for one client: each once, in order, without a gap. Those of the feed are
 * passed on as long as each follows the one before; otherwise what is missing is read from
 * task-service. Never reads twice at once.
 */
final class TaskStream {
  private static final long RETRY_MS = 1_000;

  /** Live events while older ones are read; beyond it they are read too. */
  private static final int MOST_HELD = 256;

  private final Wish wish;
  private final TaskStreams streams;
  private final ClientPort port;
  private final Outgoing out;
  private final TaskOutput output;
  private final ArrayDeque<TaskPage.Item> page = new ArrayDeque<>();
  private final ArrayDeque<FeedEvent> held = new ArrayDeque<>();
  private Runnable turn = () -> {};
  private String replyTo;
  private int pageSize;

  /** Null until task-service has answered for the first time. */
  private Position position;

  /** The last event that is known to exist, and that was when the read began. */
  private long known;

  private long knownAtRead;

  private boolean behind = true;
  private boolean reading;
  private boolean ended;
  private long retryAt;

  TaskStream(Wish wish, String replyTo, TaskStreams streams, ClientPort port, Outgoing out) {
    this.wish = wish;
    this.replyTo = replyTo;
    this.streams = streams;
    this.port = port;
    this.out = out;
    this.pageSize = streams.page();
    this.output = wish.output() == null ? null : new TaskOutput(wish, streams, port, out);
  }

  UUID taskId() {
    return wish.taskId();
  }

  boolean followsOutput() {
    return output != null;
  }

  void live(FeedEvent event) {
    known = Math.max(known, event.number());
    if (held.size() < MOST_HELD) {
      held.add(event);
    }
    pump();
    if (event.running() && output != null) {
      output.running();
    }
  }

  /** The feed may have lost some. */
  void recheck() {
    behind = true;
    pump();
  }

  void tick() {
    pump();
    if (output != null) {
      output.tick();
    }
  }

  void pump() {
    while (!ended && !reading && port.hasRoom()) {
      FeedEvent live = held.peek();
      if (!page.isEmpty()) {
        TaskPage.Item item = page.remove();
        if (item.offset() > position.offset()) {
          EventText text = EventText.of(item.type(), item.payload(), out.now());
          tell(item.offset(), item.type(), text);
        }
      } else if (position != null && live != null && live.number() <= position.offset()) {
        held.remove();
      } else if (position != null && live != null && live.number() == position.offset() + 1) {
        tell(live.number(), live.type(), live.text());
      } else {
        if ((behind || known > position.offset()) && out.now() >= retryAt) {
          read();
        }
        break;
      }
    }
    if (output != null && position != null) {
      output.pump();
    }
  }

  void end() {
    if (ended) {
      return;
    }
    ended = true;
    turn.run();
    if (replyTo != null) {
      out.refuse(ErrorCode.CONFLICT, "the subscription ended before it began", replyTo);
    }
    if (output != null) {
      output.end();
    }
  }

  private void tell(long offset, String type, EventText text) {
    position = new Position(position.epoch(), offset);
    out.event(type, text, position);
  }

  private void read() {
    reading = true;
    behind = false;
    knownAtRead = known;
    turn = streams.turns().take(then -> port.read(path(), then), this::answered);
  }

  private String path() {
    StringBuilder path = new StringBuilder("/api/v1/tasks/" + wish.taskId() + "/events?limit=");
    if (position != null) {
      return path.append(pageSize)
          .append("&offset=" + position.offset() + "&epoch=" + encoded(position.epoch()))
          .toString();
    }
    path.append(wish.offset() == null ? 1 : pageSize);
    if (wish.offset() != null) {
      path.append("&offset=").append(wish.offset());
    }
    if (wish.epoch() != null) {
      path.append("&epoch=").append(encoded(wish.epoch()));
    }
    return path.toString();
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private void answered(TaskAnswer<JsonNode> answer) {
    reading = false;
    if (ended) {
      return;
    }
    switch (answer) {
      case TaskAnswer.Done<JsonNode>(JsonNode body) ->
          TaskPage.of(body)
              .ifPresentOrElse(
                  this::take, () -> failed(TaskAnswer.Refused.of(ErrorCode.BAD_GATEWAY)));
      case TaskAnswer.Refused<JsonNode> refused -> failed(refused);
    }
    pump();
  }

  private void take(TaskPage read) {
    if (position == null) {
      begin(read);
    } else {
      if (!read.recovered()) {
        begin(new Position(read.epoch(), 0), false);
      }
      page.addAll(read.items());
      known = Math.max(known, read.lastOffset());
      if (read.items().isEmpty() && known == knownAtRead) {
        // What the feed told doesn't exist: its task-service had another database.
        known = position.offset();
        held.clear();
      }
    }
  }

  private void begin(TaskPage read) {
    known = Math.max(known, read.lastOffset());
    if (wish.offset() == null) {
      begin(new Position(read.epoch(), read.lastOffset()), true);
    } else if (wish.offset() > read.lastOffset()) {
      begin(new Position(read.epoch(), 0), false);
    } else {
      boolean recovered = read.recovered();
      begin(new Position(read.epoch(), recovered ? wish.offset() : 0), recovered);
      page.addAll(read.items());
    }
  }

  private void begin(Position from, boolean recovered) {
    position = from;
    page.clear();
    if (wish.offset() != null) {
      streams.metrics().resumed("task", recovered);
    }
    out.subscribed(wish.taskId(), from, recovered, replyTo);
    replyTo = null;
  }

  private void failed(TaskAnswer.Refused<JsonNode> refused) {
    if (refused.is(ErrorCode.TOO_LARGE) && pageSize > 1) {
      pageSize = Math.max(1, pageSize / 8);
      behind = true;
    } else if (position != null && refused.passes()) {
      behind = true;
      retryAt = out.now() + RETRY_MS;
    } else {
      String answered = replyTo;
      replyTo = null;
      streams.remove(this);
      out.refuse(refused, wish.taskId(), answered);
    }
  }
}
