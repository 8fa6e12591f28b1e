package dev.muster.kit.secret;

import java.util.stream.Stream;
import org.eclipse.microprofile.config.Config;

/**
 * What a service must not go into production with. Every bean of this type is asked once, at the
 * start in the {@code prod} profile.
 */
public interface ProductionRule {
  /** One sentence per finding, each naming its setting and never telling its value. */
  Stream<String> findings(Config config);
}
