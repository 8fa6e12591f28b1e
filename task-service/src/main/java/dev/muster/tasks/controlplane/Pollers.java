package dev.muster.tasks.controlplane;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.muster.id.Ids;
import dev.muster.kit.db.Transactions;
import dev.muster.kit.secret.Secret;
import dev.muster.tasks.cancel.Cancels;
import dev.muster.tasks.event.EventLog;
import dev.muster.tasks.read.Tasks;
import dev.muster.tasks.submit.Acceptance;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.validation.Validator;
import java.util.UUID;
import org.jboss.logging.Logger;

/** Starts a poller where a control plane is configured. */
@ApplicationScoped
public class Pollers {
  private static final Logger LOG = Logger.getLogger(Pollers.class);

  @Inject Transactions transactions;
  @Inject Acceptance acceptance;
  @Inject Cancels cancels;
  @Inject EventLog events;
  @Inject Tasks tasks;
  @Inject Validator validator;
  @Inject ObjectMapper json;
  @Inject MeterRegistry metrics;
  @Inject ControlPlaneConfig config;
  private Poller own;

  void start(@Observes StartupEvent event) {
    if (config.url().isPresent()) {
      own = start(config);
    }
  }

  void stop(@Observes ShutdownEvent event) {
    if (own != null) {
      try {
        own.close();
      } catch (RuntimeException e) {
        LOG.warnf("the lease on the control plane was not given back: %s", e.getMessage());
      }
    }
  }

  /** Throws {@link ConfigurationException} that names what is missing. */
  public Poller start(ControlPlaneConfig plane) {
    String url = plane.url().orElseThrow(() -> missing("url"));
    Secret token = plane.token().orElseThrow(() -> missing("token"));
    UUID owner = plane.owner().orElseThrow(() -> missing("owner"));
    String holder = Ids.next().toString();
    WorkLog log = new WorkLog(transactions, plane.scope());
    Lease lease = new Lease(transactions, plane.scope(), holder, plane.lease());
    PlaneMetrics counts = new PlaneMetrics(metrics, plane.scope(), lease);
    PlaneClient client = new PlaneClient(PlaneAddress.of(url), token, holder, plane, json);
    TaskText text = new TaskText(json, validator, plane.namespace());
    Intake intake = new Intake(log, text, acceptance, cancels, tasks, owner, plane.privateAgents());
    Look look = new Look(client, intake, log, plane, counts);
    Reporter reporter = new Reporter(client, log, events, tasks, json, plane, counts);
    Poller poller =
        new Poller(
            client,
            lease,
            new PlaneLoop("work of the control plane", lease, plane, counts, look::look),
            new PlaneLoop("reports to the control plane", lease, plane, counts, reporter::tell));
    poller.start();
    return poller;
  }

  private static ConfigurationException missing(String setting) {
    return new ConfigurationException("muster.control-plane." + setting + " is missing");
  }
}
