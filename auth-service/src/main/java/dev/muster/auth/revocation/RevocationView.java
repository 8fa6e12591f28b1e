package dev.muster.auth.revocation;

import dev.muster.event.RevocationNotice;

/** A {@link RevocationNotice} as the services read it. */
record RevocationView(String kind, String id, long issuedBefore, long until) {
  static RevocationView of(RevocationNotice notice) {
    return new RevocationView(
        notice.kind().wire(), notice.id(), notice.issuedBefore(), notice.until());
  }
}
