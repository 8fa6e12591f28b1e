package dev.muster.registry.api;

import dev.muster.event.RevocationNotice;
import dev.muster.kit.token.KeySource;
import dev.muster.kit.token.RevocationSource;
import io.quarkus.test.Mock;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.PublicKey;
import java.util.List;
import java.util.Optional;

/** Stands for auth-service, which these tests run without. */
@Mock
@ApplicationScoped
class TestKeys implements KeySource, RevocationSource {
  @Override
  public Optional<PublicKey> key(String kid) {
    return kid.equals(TestIdentity.KID)
        ? Optional.of(TestIdentity.KEYS.getPublic())
        : Optional.empty();
  }

  @Override
  public List<RevocationNotice> current() {
    return List.of();
  }
}
