package dev.muster.kit.internal;

import dev.muster.event.RevocationNotice;
import dev.muster.kit.token.RevocationSource;
import io.quarkus.arc.DefaultBean;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Locale;

/** The list of auth-service. */
@Singleton
@DefaultBean
class RemoteRevocations implements RevocationSource {

  /** The answer of {@code GET /internal/revocations}. */
  record Listed(List<Entry> items) {}

  /** As {@link RevocationNotice}. */
  record Entry(String kind, String id, long issuedBefore, long until) {
    RevocationNotice notice() {
      return new RevocationNotice(
          RevocationNotice.Kind.valueOf(kind.toUpperCase(Locale.ROOT)), id, issuedBefore, until);
    }
  }

  @Inject InternalClient client;

  @Override
  public List<RevocationNotice> current() {
    return client.get(Peer.AUTH, "/internal/revocations", Listed.class).items().stream()
        .map(Entry::notice)
        .toList();
  }
}
