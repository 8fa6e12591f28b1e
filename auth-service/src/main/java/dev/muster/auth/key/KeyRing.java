package dev.muster.auth.key;

import static io.quarkus.scheduler.Scheduled.ConcurrentExecution.SKIP;

import dev.muster.error.ContractException;
import dev.muster.kit.db.DatabaseGate;
import io.agroal.api.AgroalDataSource;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.interceptor.Interceptor;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * The keys of this process: read at start, then again from time to time, so that a key that another
 * replica made or rotated is known here long before it signs.
 */
@ApplicationScoped
public class KeyRing {
  private static final Logger LOG = Logger.getLogger(KeyRing.class);

  private final KeyStore store;
  private final DatabaseGate gate;
  private volatile KeySet keys;

  @Inject
  KeyRing(
      AgroalDataSource database,
      DatabaseGate gate,
      @ConfigProperty(name = KeyEncryption.PROPERTY) Optional<String> keyEncryptionKey) {
    this.gate = gate;
    store = new KeyStore(database, KeyEncryption.of(keyEncryptionKey));
  }

  /** Before anything else asks: without its keys this service is of no use. */
  void start(@Observes @Priority(Interceptor.Priority.LIBRARY_BEFORE) StartupEvent event) {
    LOG.infof("signing with key %s", active().kid());
  }

  /** The key to sign with. */
  public SigningKey active() {
    return keys().active();
  }

  List<PublishedKey> published() {
    return keys().published();
  }

  Optional<PublishedKey> find(String kid) {
    return keys().find(kid);
  }

  @Scheduled(
      every = "30s",
      delayed = "30s",
      concurrentExecution = SKIP,
      skipExecutionIf = Scheduled.ApplicationNotRunning.class)
  void reload() {
    try {
      keys = gate.call(store::load);
    } catch (ContractException e) {
      LOG.debugf("keeping the known signing keys: %s", e.getMessage());
    }
  }

  private KeySet keys() {
    KeySet known = keys;
    return known != null ? known : first();
  }

  private synchronized KeySet first() {
    if (keys == null) {
      keys = gate.call(store::load);
    }
    return keys;
  }
}
