package dev.muster.tasks;

import dev.muster.tasks.state.TransitionGuard;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.sql.SQLException;
import javax.sql.DataSource;

/** In every test of the running service no task moves but by the table of transitions. */
@ApplicationScoped
class GuardedTransitions {
  @Inject DataSource database;

  void start(@Observes @Priority(1) StartupEvent event) throws SQLException {
    TransitionGuard.install(database, false);
  }
}
