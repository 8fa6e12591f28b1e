package dev.muster.kit.token;

import dev.muster.event.RedisNames;
import dev.muster.event.RevocationNotice;
import dev.muster.kit.channel.ChannelSubscription;
import dev.muster.kit.channel.Channels;
import io.quarkus.runtime.Shutdown;
import io.quarkus.runtime.Startup;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Keeps {@link Revocations} complete: reads them all at start and each time notices may have been
 * missed, and often while notices don't arrive at all.
 */
@Singleton
class RevocationFeed {
  private static final Logger LOG = Logger.getLogger(RevocationFeed.class);

  private final Revocations revocations;
  private final RevocationSource source;
  private final TokenConfig config;
  private final Channels channels;
  private final Semaphore due = new Semaphore(0);
  private ChannelSubscription subscription;
  private Thread reader;

  @Inject
  RevocationFeed(
      Revocations revocations, RevocationSource source, TokenConfig config, Channels channels) {
    this.revocations = revocations;
    this.source = source;
    this.config = config;
    this.channels = channels;
  }

  @Startup
  void start() {
    subscription =
        channels
            .subscription("revocations")
            .channels(RedisNames.IDENTITY_REVOKED)
            .handler((channel, message) -> revocations.accept(RevocationNotice.parse(message)))
            // What was published before may have been missed.
            .onSubscribed(due::release)
            .start();
    reader = Thread.ofVirtual().name("revocations").start(this::keepReading);
  }

  @Shutdown
  void stop() {
    if (reader != null) {
      reader.interrupt();
      subscription.close();
    }
  }

  private void keepReading() {
    boolean read = tryToRead(true);
    long readAt = System.nanoTime();
    while (!Thread.currentThread().isInterrupted()) {
      boolean missed = isDue();
      boolean old = System.nanoTime() - readAt > config.revocationRefresh().toNanos();
      if (missed || old || !read || !subscription.isSubscribed()) {
        read = tryToRead(read);
        readAt = System.nanoTime();
      }
    }
  }

  private boolean tryToRead(boolean complain) {
    due.drainPermits();
    try {
      revocations.acceptAll(source.current());
      return true;
    } catch (RuntimeException e) {
      if (complain) {
        LOG.warnf("revocations can't be read now, trying on: %s", e.getMessage());
      }
      return false;
    }
  }

  private boolean isDue() {
    try {
      return due.tryAcquire(config.revocationPoll().toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
