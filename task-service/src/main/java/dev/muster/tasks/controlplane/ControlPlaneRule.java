package dev.muster.tasks.controlplane;

import dev.muster.kit.secret.KnownSecrets;
import dev.muster.kit.secret.ProductionRule;
import jakarta.inject.Singleton;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.Config;

/** Who can read the control plane's token can give this system work. */
@Singleton
class ControlPlaneRule implements ProductionRule {
  private static final String URL = "muster.control-plane.url";
  private static final String TOKEN = "muster.control-plane.token";

  @Override
  public Stream<String> findings(Config config) {
    if (KnownSecrets.given(config, URL).isEmpty()) {
      return Stream.empty();
    }
    Stream<String> open =
        KnownSecrets.given(config, URL).filter(PlaneAddress::isOpen).stream()
            .map(url -> URL + " sends its token in the clear: it needs https");
    return Stream.concat(open, KnownSecrets.among(config, TOKEN));
  }
}
