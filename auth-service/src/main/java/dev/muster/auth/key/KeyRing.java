package dev.muster.auth.key;

import static io.quarkus.scheduler.Scheduled.ConcurrentExecution.SKIP;

import dev.muster.error.ContractException;
import dev.muster.event.RevocationNotice;
import dev.muster.kit.db.DatabaseGate;
import dev.muster.kit.token.Revocations;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.interceptor.Interceptor;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.jboss.logging.Logger;

/**
 * The keys of this process: read at start, then again from time to time, so that a key that another
 * replica made or rotated is known here long before it signs; and at once when one is revoked.
 */
@ApplicationScoped
public class KeyRing {
  private static final Logger LOG = Logger.getLogger(KeyRing.class);

  private record Read(KeySet keys, long at) {}

  private final KeyStore store;
  private final DatabaseGate gate;
  private final long stale;
  private volatile Read read;

  @Inject
  KeyRing(DataSource database, DatabaseGate gate, KeyTable table, SigningKeysConfig config) {
    this.gate = gate;
    store = new KeyStore(database, table);
    stale = config.publishAhead().toNanos();
  }

  /** Before anything else asks: without its keys this service is of no use. */
  void start(
      @Observes @Priority(Interceptor.Priority.LIBRARY_BEFORE) StartupEvent event,
      Revocations revocations) {
    LOG.infof("signing with key %s", active().kid());
    revocations.onRevoked(this::heard);
  }

  /**
   * The key to sign with. Throws 5003 when the keys couldn't be read for so long that it may be
   * another one by now.
   */
  public SigningKey active() {
    Read known = read;
    return known != null && System.nanoTime() - known.at() < stale
        ? known.keys().active()
        : readAgain().active();
  }

  List<PublishedKey> published() {
    return keys().published();
  }

  Optional<PublishedKey> find(String kid) {
    return keys().find(kid);
  }

  /** Reads the keys now; throws 5003 while the database is away. */
  public void refresh() {
    readAgain();
  }

  @Scheduled(
      every = "30s",
      delayed = "30s",
      concurrentExecution = SKIP,
      skipExecutionIf = Scheduled.ApplicationNotRunning.class)
  void reload() {
    try {
      readAgain();
    } catch (ContractException e) {
      LOG.debugf("keeping the known signing keys: %s", e.getMessage());
    } catch (WrongKeyEncryptionKey e) {
      // Another replica has been given the next key encryption key, and this one soon will be.
      LOG.errorf("keeping the known signing keys: %s", e.getMessage());
    }
  }

  private void heard(RevocationNotice notice) {
    if (notice.kind() == RevocationNotice.Kind.SIGNING_KEY) {
      Thread.ofVirtual().name("keys").start(this::reload);
    }
  }

  private KeySet keys() {
    Read known = read;
    return known != null ? known.keys() : readAgain();
  }

  private synchronized KeySet readAgain() {
    long now = System.nanoTime();
    KeySet keys = gate.call(store::load);
    read = new Read(keys, now);
    return keys;
  }
}
