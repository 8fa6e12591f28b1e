package dev.muster.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.event.RedisNames;
import dev.muster.event.RevocationNotice;
import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.redis.datasource.pubsub.PubSubCommands;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** What the other services hear. */
public final class Announced implements AutoCloseable {
  private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
  private final PubSubCommands.RedisSubscriber subscriber;

  public Announced(RedisDataSource redis) {
    subscriber = redis.pubsub(String.class).subscribe(RedisNames.IDENTITY_REVOKED, heard::add);
  }

  /** The notice about that id, which must come within a second (H4). */
  public RevocationNotice about(String id) throws InterruptedException {
    while (true) {
      String message = heard.poll(1, TimeUnit.SECONDS);
      assertThat(message).as("a notice within a second").isNotNull();
      RevocationNotice notice = RevocationNotice.parse(message);
      if (notice.id().equals(id)) {
        return notice;
      }
    }
  }

  @Override
  public void close() {
    subscriber.unsubscribe();
  }
}
