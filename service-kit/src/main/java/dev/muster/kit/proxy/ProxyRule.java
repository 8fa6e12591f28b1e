package dev.muster.kit.proxy;

import dev.muster.kit.secret.ProductionRule;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.Config;

/** Where everybody is a trusted proxy, everybody can name any address as their own. */
@Singleton
class ProxyRule implements ProductionRule {
  private static final String TRUSTED = "muster.proxy.trusted";

  @Override
  public Stream<String> findings(Config config) {
    Optional<List<String>> trusted = config.getOptionalValues(TRUSTED, String.class);
    boolean everybody =
        trusted.stream().flatMap(List::stream).anyMatch(text -> text.strip().endsWith("/0"));
    return everybody
        ? Stream.of(TRUSTED + " holds every address: anybody could pretend to be anybody")
        : Stream.empty();
  }
}
