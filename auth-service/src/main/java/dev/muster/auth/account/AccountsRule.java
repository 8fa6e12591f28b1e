package dev.muster.auth.account;

import dev.muster.kit.secret.KnownSecrets;
import dev.muster.kit.secret.ProductionRule;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.Config;

/** Nobody lets themselves in, and nobody gets in by a password that others could know. */
@Singleton
class AccountsRule implements ProductionRule {
  private static final String OPEN = "muster.registration.open";
  private static final String TOKEN_FILE = "muster.setup.token-file";

  @Override
  public Stream<String> findings(Config config) {
    return Stream.of(
            config.getOptionalValue(OPEN, Boolean.class).filter(open -> open).stream()
                .map(open -> OPEN + " is true: anybody could make an account"),
            KnownSecrets.among(config, "muster.admin.password", "muster.setup.token"),
            KnownSecrets.given(config, TOKEN_FILE)
                .map(Path::of)
                .map(SetupToken::read)
                .filter(KnownSecrets::isKnown)
                .stream()
                .map(token -> KnownSecrets.finding(TOKEN_FILE)))
        .flatMap(found -> found);
  }
}
