package dev.muster.auth.schema;

import dev.muster.kit.secret.ProductionCheck;
import io.quarkus.flyway.FlywayConfigurationCustomizer;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.flywaydb.core.api.configuration.FluentConfiguration;

/** Flyway asks for this before it connects; the start of the application comes after it. */
@Singleton
class CheckBeforeMigration implements FlywayConfigurationCustomizer {
  private final ProductionCheck check;

  @Inject
  CheckBeforeMigration(ProductionCheck check) {
    this.check = check;
  }

  @Override
  public void customize(FluentConfiguration configuration) {
    check.require();
  }
}
