package dev.muster.auth.password;

import dev.muster.kit.secret.ProductionRule;
import jakarta.inject.Singleton;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.Config;

/** A cost that makes trials pleasant must not reach production, nor one hash of it the table. */
@Singleton
class CostRule implements ProductionRule {
  private static final String COST = "muster.password.cost";
  private static final int LEAST = 12;

  @Override
  public Stream<String> findings(Config config) {
    return config.getOptionalValue(COST, Integer.class).filter(cost -> cost < LEAST).stream()
        .map(cost -> COST + " is " + cost + ": at least " + LEAST + " is needed");
  }
}
