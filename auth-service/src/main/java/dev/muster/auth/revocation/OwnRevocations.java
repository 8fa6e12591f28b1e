package dev.muster.auth.revocation;

import dev.muster.event.RevocationNotice;
import dev.muster.kit.token.RevocationSource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;

/** This service reads its own table, not itself over HTTP. */
@ApplicationScoped
class OwnRevocations implements RevocationSource {
  private final Denylist denylist;

  @Inject
  OwnRevocations(Denylist denylist) {
    this.denylist = denylist;
  }

  @Override
  public List<RevocationNotice> current() {
    return denylist.current();
  }
}
