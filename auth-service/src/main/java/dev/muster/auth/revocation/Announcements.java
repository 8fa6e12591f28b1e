package dev.muster.auth.revocation;

import dev.muster.event.RedisNames;
import dev.muster.event.RevocationNotice;
import dev.muster.kit.channel.ChannelPublisher;
import dev.muster.kit.token.Revocations;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.jboss.logging.Logger;

/** The way from here to every other service. */
@ApplicationScoped
class Announcements {
  private static final Logger LOG = Logger.getLogger(Announcements.class);

  private final ChannelPublisher publisher;
  private final Revocations known;

  @Inject
  Announcements(ChannelPublisher publisher, Revocations known) {
    this.publisher = publisher;
    this.known = known;
  }

  /**
   * Counts here at once. Runs {@code taken} once Redis has taken the notice; otherwise says so in
   * the log.
   */
  void send(RevocationNotice notice, Runnable taken) {
    known.accept(notice);
    publisher
        .publish(RedisNames.IDENTITY_REVOKED, notice.toJson())
        .whenComplete(
            (nothing, failure) -> {
              if (failure == null) {
                Thread.ofVirtual().name("revocation-published").start(taken);
              } else {
                LOG.warnf("a revocation is not published yet: %s", failure.getMessage());
              }
            });
  }
}
