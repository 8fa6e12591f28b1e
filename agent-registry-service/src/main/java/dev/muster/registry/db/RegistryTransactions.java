package dev.muster.registry.db;

import dev.muster.kit.db.DatabaseGate;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.Callable;

/** Transactions around Hibernate, through the {@link DatabaseGate}. */
@ApplicationScoped
public class RegistryTransactions {
  private final DatabaseGate gate;
  private final InstantSource clock;

  RegistryTransactions(DatabaseGate gate, InstantSource clock) {
    this.gate = gate;
    this.clock = clock;
  }

  /** Commits if the work returns; see {@link DatabaseGate#call} for what is thrown. */
  public <T> T call(Callable<T> work) {
    return gate.inTransaction(work);
  }

  /** As exact as PostgreSQL keeps it. */
  public Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }
}
