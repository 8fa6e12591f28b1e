package dev.muster.kit.proxy;

import io.smallrye.config.ConfigMapping;
import java.util.List;
import java.util.Optional;

/** Which proxies may say whom they speak for. */
@ConfigMapping(prefix = "muster.proxy")
public interface ProxyConfig {
  /**
   * Their addresses or networks, such as {@code 10.0.0.0/8,::1}. Without any, the peer of the
   * connection is the client, whatever it says.
   */
  Optional<List<String>> trusted();
}
