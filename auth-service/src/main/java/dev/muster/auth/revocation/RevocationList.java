package dev.muster.auth.revocation;

import dev.muster.event.RevocationNotice;
import java.util.List;

/** Answer of {@code GET /internal/revocations}. */
record RevocationList(List<RevocationView> items) {
  static RevocationList of(List<RevocationNotice> notices) {
    return new RevocationList(notices.stream().map(RevocationView::of).toList());
  }
}
