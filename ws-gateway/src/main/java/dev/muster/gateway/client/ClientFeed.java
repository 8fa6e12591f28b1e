package dev.muster.gateway.client;

import dev.muster.error.ErrorCode;
import dev.muster.gateway.GatewayMetrics;
import dev.muster.gateway.feed.FeedEvent;
import dev.muster.gateway.feed.FeedHistory;
import dev.muster.gateway.feed.Position;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * One client's way through the feed. It is told live events; whatever else it has to catch up with
 * it takes from the feed's history, as fast as it reads. So nothing is held for it.
 */
final class ClientFeed {
  private static final int PAGE = 256;

  /** How events reach it. */
  private enum Mode {
    /** The feed hasn't been read yet. */
    WAITING,
    /** The client may want to resume first. */
    HELD,
    BEHIND,
    LIVE,
    OFF
  }

  private record Asked(Wish wish, String replyTo) {}

  private final ClientPort port;
  private final Outgoing out;
  private final GatewayMetrics metrics;
  private final Predicate<FeedEvent> shown;
  private Mode mode = Mode.WAITING;
  private Position position = Position.NOWHERE;
  private boolean ready;
  private boolean spoken;

  /** It is behind because it doesn't read. */
  private boolean slow;

  private Asked asked;
  private long heldUntil;

  /**
   * @param shown whether an event is for this client and comes in the feed
   */
  ClientFeed(ClientPort port, Outgoing out, GatewayMetrics metrics, Predicate<FeedEvent> shown) {
    this.port = port;
    this.out = out;
    this.metrics = metrics;
    this.shown = shown;
  }

  /**
   * The feed is read.
   *
   * @param inTime false when the client was greeted before, and so may have missed something
   */
  void ready(boolean inTime, long heldUntil) {
    ready = true;
    this.heldUntil = heldUntil;
    if (mode == Mode.OFF) {
      return;
    }
    if (asked != null) {
      resume(asked.wish(), inTime, asked.replyTo());
      asked = null;
      return;
    }
    position = port.feed().last();
    out.subscribed(null, position, inTime, null);
    mode = spoken ? Mode.BEHIND : Mode.HELD;
    pump();
  }

  void subscribe(Wish wish, String replyTo) {
    spoken = true;
    if (ready) {
      resume(wish, true, replyTo);
      return;
    }
    if (asked != null) {
      out.refuse(ErrorCode.CONFLICT, "another subscribe came after it", asked.replyTo());
    }
    asked = new Asked(wish, replyTo);
    mode = Mode.WAITING;
  }

  void off() {
    spoken = true;
    mode = Mode.OFF;
    if (asked != null) {
      out.refuse(ErrorCode.CONFLICT, "an unsubscribe came after it", asked.replyTo());
      asked = null;
    }
  }

  /** The client said something else first: it doesn't resume. */
  void release() {
    spoken = true;
    if (mode == Mode.HELD) {
      mode = Mode.BEHIND;
      pump();
    }
  }

  /** False when it reads so slowly that what it has yet to see is gone. */
  boolean tick(long nowMs) {
    if (nowMs >= heldUntil) {
      release();
    }
    return mode != Mode.BEHIND || !slow || port.feed().reaches(position);
  }

  void live(FeedEvent event) {
    if (mode == Mode.LIVE
        && event.position().epoch().equals(position.epoch())
        && event.position().offset() > position.offset()) {
      tell(event);
    }
  }

  /**
   * Where a client that is told live events can resume; null for one that isn't.
   *
   * @param settled what the feed had handed on before the events that this client has seen
   */
  Position reached(Position settled) {
    if (mode != Mode.LIVE) {
      return null;
    }
    if (settled.epoch().equals(position.epoch()) && settled.offset() > position.offset()) {
      position = settled;
    }
    return position;
  }

  /** Events may be missing before those after {@code start}. */
  void restarted(Position start) {
    boolean ahead = start.epoch().equals(position.epoch()) && position.offset() >= start.offset();
    if (!ready || mode == Mode.OFF || ahead) {
      return;
    }
    position = start;
    out.subscribed(null, start, false, null);
    mode = Mode.BEHIND;
    pump();
  }

  /** Goes on with what the client has yet to see. */
  void pump() {
    while (mode == Mode.BEHIND) {
      slow = !port.hasRoom();
      if (slow) {
        return;
      }
      FeedHistory history = port.feed();
      Optional<List<FeedEvent>> next = history.after(position, PAGE);
      if (next.isEmpty()) {
        position = history.last();
        metrics.resumed("feed", false);
        out.subscribed(null, position, false, null);
      } else if (next.get().isEmpty()) {
        mode = Mode.LIVE;
      } else {
        next.get().forEach(this::tell);
      }
    }
  }

  private void resume(Wish wish, boolean inTime, String replyTo) {
    FeedHistory history = port.feed();
    boolean recovered = inTime;
    position = history.last();
    if (wish.offset() != null) {
      Position from = new Position(wish.epoch(), wish.offset());
      recovered = history.reaches(from);
      metrics.resumed("feed", recovered);
      if (recovered) {
        position = from;
      }
    }
    out.subscribed(null, position, recovered, replyTo);
    mode = Mode.BEHIND;
    pump();
  }

  private void tell(FeedEvent event) {
    position = event.position();
    if (shown.test(event)) {
      out.event(event.type(), event.text(), position);
    }
  }
}
