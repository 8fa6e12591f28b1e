package dev.muster.kit.secret;

import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.Config;

/** The passwords of PostgreSQL and Redis, also where they are written into an address. */
@Singleton
class StorePasswordsRule implements ProductionRule {
  private static final List<String> ADDRESSES =
      List.of("quarkus.datasource.jdbc.url", "quarkus.flyway.jdbc-url", "muster.redis.url");
  private static final Pattern IN_ADDRESS =
      Pattern.compile("//[^/@]*:([^/@]*)@|[?&]password=([^&]*)");

  @Override
  public Stream<String> findings(Config config) {
    return Stream.concat(
        KnownSecrets.among(
            config,
            "quarkus.datasource.password",
            "quarkus.flyway.password",
            "quarkus.redis.password",
            "quarkus.redis.consumers.password"),
        ADDRESSES.stream()
            .filter(setting -> password(config, setting).filter(KnownSecrets::isKnown).isPresent())
            .map(KnownSecrets::finding));
  }

  private static Optional<String> password(Config config, String setting) {
    return KnownSecrets.given(config, setting)
        .map(IN_ADDRESS::matcher)
        .filter(Matcher::find)
        .map(found -> found.group(1) == null ? found.group(2) : found.group(1));
  }
}
