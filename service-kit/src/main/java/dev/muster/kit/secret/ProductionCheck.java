package dev.muster.kit.secret;

import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigUtils;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import java.util.List;
import java.util.stream.StreamSupport;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * Refuses to start in production as long as a {@link ProductionRule} finds something: before Flyway
 * changes a database, and in services without one before anything else is made of these settings.
 */
@Singleton
public class ProductionCheck {
  private final Instance<ProductionRule> rules;

  @Inject
  ProductionCheck(@Any Instance<ProductionRule> rules) {
    this.rules = rules;
  }

  void check(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) StartupEvent event) {
    require();
  }

  /** Throws a {@link ConfigurationException} that names every finding. */
  public void require() {
    if (LaunchMode.current() == LaunchMode.NORMAL && ConfigUtils.isProfileActive("prod")) {
      require(rules, ConfigProvider.getConfig());
    }
  }

  /** Names all findings at once, so that the next start needn't find the next one. */
  static void require(Iterable<ProductionRule> rules, Config config) {
    List<String> findings = findings(rules, config);
    if (!findings.isEmpty()) {
      throw new ConfigurationException(
          "not fit for the prod profile: " + String.join("; ", findings));
    }
  }

  private static List<String> findings(Iterable<ProductionRule> rules, Config config) {
    return StreamSupport.stream(rules.spliterator(), false)
        .flatMap(rule -> rule.findings(config))
        .sorted()
        .toList();
  }
}
