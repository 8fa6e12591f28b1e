package dev.muster.kit.channel;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayDeque;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * What a subscription received and has not handled, in order, bounded. When it is full the newest
 * message is dropped and counted, and the subscriber is told once the queue is empty that it has to
 * catch up, just as after a lost connection.
 */
final class Inbox {
  private static final Logger LOG = Logger.getLogger(Inbox.class);

  private sealed interface Item {}

  private record Received(ChannelMessage message) implements Item {}

  private record Added(String channel) implements Item {}

  private enum Mark implements Item {
    CATCH_UP,
    END
  }

  private final String name;
  private final ChannelConfig config;
  private final ChannelHandler handler;
  private final Runnable onSubscribed;
  private final Consumer<String> onAdded;
  private final Counter handled;
  private final Counter dropped;
  private final Counter failed;
  private final ArrayDeque<Item> queue = new ArrayDeque<>();
  private long bytes;
  private boolean overflowed;
  private boolean ended;

  Inbox(
      String name,
      ChannelConfig config,
      ChannelHandler handler,
      Runnable onSubscribed,
      Consumer<String> onAdded,
      MeterRegistry registry) {
    this.name = name;
    this.config = config;
    this.handler = handler;
    this.onSubscribed = onSubscribed;
    this.onAdded = onAdded;
    Tags tags = Tags.of("subscription", name);
    this.handled = registry.counter("muster.channel.handled", tags);
    this.dropped = registry.counter("muster.channel.dropped", tags);
    this.failed = registry.counter("muster.channel.failed", tags);
  }

  synchronized void add(ChannelMessage message) {
    if (queue.size() >= config.received() || bytes >= config.receivedBytes()) {
      dropped.increment();
      if (!overflowed) {
        LOG.warnf("%s: more messages than can be handled, some are dropped", name);
        overflowed = true;
      }
      return;
    }
    bytes += message.message().length();
    queue.add(new Received(message));
    notifyAll();
  }

  /** Never dropped. */
  synchronized void addCatchUp() {
    queue.add(Mark.CATCH_UP);
    notifyAll();
  }

  /** Never dropped: there are no more of them than channels. */
  synchronized void addAdded(String channel) {
    queue.add(new Added(channel));
    notifyAll();
  }

  synchronized void end() {
    ended = true;
    notifyAll();
  }

  /** Handles messages until {@link #end}. */
  void drain() {
    while (true) {
      switch (take()) {
        case Mark.END -> {
          return;
        }
        case Mark.CATCH_UP -> guarded(onSubscribed::run);
        case Added(String channel) -> guarded(() -> onAdded.accept(channel));
        case Received(ChannelMessage message) ->
            guarded(
                () -> {
                  handler.handle(message.channel(), message.message());
                  handled.increment();
                });
      }
    }
  }

  @FunctionalInterface
  private interface Step {
    void run() throws Exception;
  }

  private void guarded(Step step) {
    try {
      step.run();
    } catch (Exception | LinkageError | StackOverflowError e) {
      failed.increment();
      LOG.errorf(e, "%s: a message could not be handled", name);
    }
  }

  private synchronized Item take() {
    try {
      while (queue.isEmpty() && !ended && !overflowed) {
        wait();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Mark.END;
    }
    if (ended) {
      return Mark.END;
    }
    if (queue.isEmpty()) {
      overflowed = false;
      return Mark.CATCH_UP;
    }
    Item next = queue.remove();
    if (next instanceof Received(ChannelMessage message)) {
      bytes -= message.message().length();
    }
    return next;
  }
}
