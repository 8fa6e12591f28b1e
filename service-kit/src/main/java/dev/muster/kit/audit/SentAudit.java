package dev.muster.kit.audit;

import dev.muster.id.Ids;
import dev.muster.internal.AuditBatch;
import dev.muster.internal.AuditEntry;
import dev.muster.kit.internal.InternalClient;
import dev.muster.kit.internal.Peer;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Records what a service without a database is about to do. */
@Singleton
public class SentAudit {
  private final InternalClient auth;
  private final Origins origins;
  private final Clock clock;

  @Inject
  SentAudit(InternalClient auth, Origins origins, Clock clock) {
    this.auth = auth;
    this.origins = origins;
    this.clock = clock;
  }

  /**
   * Returns once auth-service has committed the line. Blocks; {@link
   * dev.muster.error.ContractException} 5003 when it is away: then nothing may be done.
   */
  public void record(AuditEvent event) {
    Origin origin = origins.of(event.by());
    Map<String, String> detail = new LinkedHashMap<>(event.detail());
    UUID apiKey = origin.actor().apiKey();
    if (apiKey != null) {
      detail.put("api_key", apiKey.toString());
    }
    AuditEntry entry =
        new AuditEntry(
            Ids.next(),
            clock.instant(),
            origin.actor().kind(),
            origin.actor().id(),
            event.action(),
            event.targetKind(),
            event.targetId(),
            event.outcome().wire(),
            event.code(),
            origin.address(),
            origin.requestId(),
            detail);
    auth.post(Peer.AUTH, "/internal/audit", new AuditBatch(List.of(entry)), Void.class);
  }
}
