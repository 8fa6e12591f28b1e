package dev.muster.gateway.client;

import dev.muster.event.RedisNames;
import dev.muster.event.TaskEvent;
import dev.muster.kit.channel.ChannelSubscription;
import dev.muster.kit.channel.Channels;
import dev.muster.kit.thread.Apart;
import io.quarkus.runtime.Shutdown;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * What happens to tasks, on its way to those who may see it. Listened to only while there is
 * somebody to tell, and for a little longer, as clients reconnect.
 */
@Singleton
class TaskEvents {
  private static final long LINGER_MS = Duration.ofSeconds(5).toMillis();

  private final ClientConnections clients;
  private final Channels channels;
  private final Clock clock;
  private ChannelSubscription subscription;
  private CompletableFuture<Void> ready = new CompletableFuture<>();
  private long wantedUntil;

  @Inject
  TaskEvents(ClientConnections clients, Channels channels, Clock clock) {
    this.clients = clients;
    this.channels = channels;
    this.clock = clock;
  }

  /** Completes, on any thread, when events arrive; not while Redis is away. */
  synchronized CompletionStage<Void> wanted() {
    wantedUntil = clock.millis() + LINGER_MS;
    if (subscription == null) {
      CompletableFuture<Void> subscribed = new CompletableFuture<>();
      ready = subscribed;
      subscription =
          channels
              .subscription("task events")
              .patterns(RedisNames.ALL_TASK_EVENTS)
              .handler((channel, message) -> deliver(TaskEvent.parse(message)))
              .onSubscribed(() -> subscribed.complete(null))
              .start();
    }
    return ready;
  }

  synchronized void sweep() {
    long now = clock.millis();
    if (!clients.isEmpty()) {
      wantedUntil = now + LINGER_MS;
    } else if (subscription != null && now > wantedUntil) {
      Apart.run(subscription::close);
      subscription = null;
    }
  }

  @Shutdown
  synchronized void stop() {
    if (subscription != null) {
      subscription.close();
      subscription = null;
    }
  }

  private void deliver(TaskEvent event) {
    String frame = ClientFrame.write(event.type(), event.payload(), null, clock.millis());
    clients.forEachWhoMaySee(
        event.ownerId().toString(),
        each -> each.run(session -> session.event(event.type(), frame)));
  }
}
