package dev.muster.auth.key;

import dev.muster.kit.db.DatabaseConfig;
import dev.muster.kit.db.DatabaseGate;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.security.PublicKey;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import javax.sql.DataSource;

/** The keys of one of several processes over the same tables. */
public final class Replica {
  public record Times(Duration rotateEvery, Duration publishAhead) implements SigningKeysConfig {}

  private record Bound(int permits, int waiting, Duration waitAtMost, int tries)
      implements DatabaseConfig {}

  public final DatabaseGate gate =
      new DatabaseGate(new Bound(8, 64, Duration.ofSeconds(10), 4), new SimpleMeterRegistry());
  public final KeyTable table = new KeyTable(KeyEncryptionTest.with(1));
  public final KeyRing ring;

  public Replica(DataSource database, SigningKeysConfig times) {
    ring = new KeyRing(database, gate, table, times);
  }

  /** What a verifier reads here. */
  public Map<String, PublicKey> published() {
    return ring.published().stream()
        .collect(Collectors.toMap(PublishedKey::kid, PublishedKey::publicKey));
  }
}
