package dev.muster.auth.revocation;

import dev.muster.event.RedisNames;
import dev.muster.event.RevocationNotice;
import dev.muster.kit.channel.ChannelPublisher;
import dev.muster.kit.token.Revocations;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.concurrent.CompletionStage;

/** The way from here to every other service. */
@ApplicationScoped
class Announcements {
  private final ChannelPublisher publisher;
  private final Revocations known;

  @Inject
  Announcements(ChannelPublisher publisher, Revocations known) {
    this.publisher = publisher;
    this.known = known;
  }

  /** Counts here at once; the stage fails when Redis doesn't take the notice now. */
  CompletionStage<Void> send(RevocationNotice notice) {
    known.accept(notice);
    return publisher.publish(RedisNames.IDENTITY_REVOKED, notice.toJson());
  }
}
