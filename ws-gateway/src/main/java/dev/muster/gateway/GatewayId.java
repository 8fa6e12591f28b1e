package dev.muster.gateway;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * The name of this process, another one after each start: what was meant for the one before it must
 * not reach this one.
 */
@Singleton
public final class GatewayId {
  private final String text;

  @Inject
  public GatewayId(GatewayConfig config) {
    byte[] random = new byte[6];
    new SecureRandom().nextBytes(random);
    text = config.name() + "-" + HexFormat.of().formatHex(random);
  }

  @Override
  public String toString() {
    return text;
  }
}
