package dev.muster.kit.channel;

import dev.muster.kit.redis.Backoff;
import dev.muster.kit.redis.RedisLostException;
import dev.muster.kit.redis.RedisRefusedException;
import dev.muster.kit.redis.RedisSession;
import dev.muster.kit.redis.StopSignal;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.vertx.redis.client.ResponseType;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * A subscription that comes back: after a lost connection, or a restart of Redis, it subscribes
 * again for as long as it takes. What was published in between is lost; {@code onSubscribed} is the
 * moment to catch up. The gauge {@code muster.channel.subscribed} is 1 while it stands, else 0.
 */
public final class ChannelSubscription implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(ChannelSubscription.class);
  private static final Duration STOP_WITHIN = Duration.ofSeconds(5);

  private final Redis redis;
  private final ChannelConfig config;
  private final String name;
  private final Set<String> channels;
  private final List<String> patterns;
  private final Inbox inbox;
  private final MeterRegistry registry;
  private final Gauge standing;
  private final StopSignal stop = new StopSignal();
  private final Thread connecting;
  private final Thread handling;
  private volatile boolean subscribed;
  private volatile RedisSession session;
  private RedisSession listening;
  private volatile CountDownLatch heard = new CountDownLatch(1);

  private ChannelSubscription(Builder builder) {
    redis = builder.redis;
    config = builder.config;
    name = builder.name;
    channels = new LinkedHashSet<>(builder.channels);
    patterns = List.copyOf(builder.patterns);
    registry = builder.registry;
    standing =
        Gauge.builder("muster.channel.subscribed", this, each -> each.subscribed ? 1 : 0)
            .tag("subscription", name)
            .register(registry);
    inbox =
        new Inbox(
            name, config, builder.handler, builder.onSubscribed, builder.onAdded, builder.registry);
    connecting = Thread.ofVirtual().name("subscription " + name).unstarted(this::run);
    handling = Thread.ofVirtual().name("messages " + name).unstarted(inbox::drain);
  }

  /** Whether Redis has confirmed every channel and pattern on the connection that is open now. */
  public boolean isSubscribed() {
    return subscribed;
  }

  /**
   * Listens to one more channel, from soon on ({@link Builder#onAdded}) and as long as it takes.
   */
  public void add(String channel) {
    synchronized (channels) {
      if (channels.add(channel) && listening != null) {
        send(listening, Command.SUBSCRIBE, Set.of(channel));
      }
    }
  }

  public void remove(String channel) {
    synchronized (channels) {
      if (channels.remove(channel) && listening != null) {
        send(listening, Command.UNSUBSCRIBE, Set.of(channel));
      }
    }
  }

  /** Returns after the message in hand; those that wait are dropped. */
  @Override
  public void close() {
    stop.give();
    registry.remove(standing);
    inbox.end();
    RedisSession current = session;
    if (current != null) {
      current.close();
    }
    StopSignal.awaitEnd(name, STOP_WITHIN, connecting, handling);
  }

  private void run() {
    Backoff backoff = new Backoff(config.firstPause(), config.longestPause());
    boolean away = false;
    while (!stop.isGiven()) {
      try (RedisSession opened = RedisSession.open(redis, config.timeout())) {
        session = opened;
        CountDownLatch ended = new CountDownLatch(1);
        subscribe(opened, ended);
        if (away) {
          LOG.infof("%s: subscribed again", name);
          away = false;
        }
        backoff.reset();
        watch(opened, ended);
      } catch (RedisLostException | RedisRefusedException e) {
        if (!stop.isGiven() && !away) {
          LOG.warnf("%s: %s", name, e.getMessage());
          away = true;
        }
      } catch (RuntimeException | Error e) {
        LOG.errorf(e, "%s: unexpected failure, connects anew", name);
      } finally {
        subscribed = false;
        synchronized (channels) {
          listening = null;
        }
      }
      stop.pause(backoff.next());
    }
  }

  private void subscribe(RedisSession opened, CountDownLatch ended) {
    CountDownLatch confirmed;
    opened.onEnd(
        () -> {
          subscribed = false;
          ended.countDown();
        });
    synchronized (channels) {
      CountDownLatch each = new CountDownLatch(channels.size() + patterns.size());
      confirmed = each;
      opened.onPush(push -> receive(push, each));
      send(opened, Command.SUBSCRIBE, channels);
      send(opened, Command.PSUBSCRIBE, patterns);
      listening = opened;
      if (each.getCount() == 0) {
        stands();
      }
    }
    try {
      if (!confirmed.await(config.timeout().toMillis(), TimeUnit.MILLISECONDS)) {
        throw new RedisLostException("not subscribed within " + config.timeout(), null);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      stop.give();
    }
  }

  private static void send(RedisSession opened, Command command, Collection<String> names) {
    if (!names.isEmpty()) {
      Request request = Request.cmd(command);
      names.forEach(request::arg);
      opened.send(request).onFailure(e -> opened.close());
    }
  }

  /** On an event loop, in the order of arrival. */
  private void receive(Response push, CountDownLatch confirmed) {
    heard.countDown();
    if (push.type() == ResponseType.SIMPLE) {
      return;
    }
    switch (push.get(0).toString()) {
      case "message" ->
          inbox.add(new ChannelMessage(push.get(1).toString(), push.get(2).toString()));
      case "pmessage" ->
          inbox.add(new ChannelMessage(push.get(2).toString(), push.get(3).toString()));
      case "subscribe", "psubscribe" -> {
        if (confirmed.getCount() == 0) {
          inbox.addAdded(push.get(1).toString());
        } else {
          confirmed.countDown();
          if (confirmed.getCount() == 0) {
            stands();
          }
        }
      }
      default -> LOG.debugf("%s: ignored %s", name, push.get(0));
    }
  }

  private void stands() {
    subscribed = true;
    inbox.addCatchUp();
  }

  /**
   * Until the connection is lost; a peer that vanished without a word is noticed by pings. Anything
   * heard after a ping will do: the client takes a message that crosses the ping for its answer,
   * and hands on the real one as if it were a message.
   */
  private void watch(RedisSession opened, CountDownLatch ended) {
    try {
      while (!ended.await(config.ping().toMillis(), TimeUnit.MILLISECONDS) && !stop.isGiven()) {
        CountDownLatch answered = new CountDownLatch(1);
        heard = answered;
        opened.send(Request.cmd(Command.PING)).onComplete(pong -> answered.countDown());
        if (!answered.await(config.timeout().toMillis(), TimeUnit.MILLISECONDS)) {
          throw new RedisLostException("no answer from Redis within " + config.timeout(), null);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      stop.give();
    }
    if (!stop.isGiven()) {
      throw new RedisLostException("connection closed", null);
    }
  }

  /** What is needed to start one. */
  public static final class Builder {
    private final Redis redis;
    private final ChannelConfig config;
    private final MeterRegistry registry;
    private final String name;
    private List<String> channels = List.of();
    private List<String> patterns = List.of();
    private ChannelHandler handler;
    private Runnable onSubscribed = () -> {};
    private Consumer<String> onAdded = channel -> {};

    Builder(Redis redis, ChannelConfig config, MeterRegistry registry, String name) {
      this.redis = redis;
      this.config = config;
      this.registry = registry;
      this.name = name;
    }

    public Builder channels(String... names) {
      channels = List.of(names);
      return this;
    }

    public Builder patterns(String... names) {
      patterns = List.of(names);
      return this;
    }

    public Builder handler(ChannelHandler handler) {
      this.handler = handler;
      return this;
    }

    /**
     * Called at every subscription, the first included, and after messages were dropped because too
     * many waited; on the handler's thread, in order with the messages: those that come after it
     * were published after the subscription stood.
     */
    public Builder onSubscribed(Runnable callback) {
      onSubscribed = callback;
      return this;
    }

    /**
     * Called when a channel of {@link ChannelSubscription#add} is listened to, unless that comes
     * with a new connection and so with {@code onSubscribed}; as that one.
     */
    public Builder onAdded(Consumer<String> callback) {
      onAdded = callback;
      return this;
    }

    public ChannelSubscription start() {
      ChannelSubscription subscription = new ChannelSubscription(this);
      subscription.handling.start();
      subscription.connecting.start();
      return subscription;
    }
  }
}
