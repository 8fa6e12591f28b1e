package dev.muster.bench;

import dev.muster.platform.LocalPlatform;
import dev.muster.platform.PlatformBuilder;
import dev.muster.platform.part.Part;
import dev.muster.platform.part.ServiceKind;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A platform with one gateway and no agents, without limits by address or caller: it is measured
 * from one address.
 */
final class GatewayStand implements AutoCloseable {
  private static final String UNLIMITED = "1000000/1m";

  private final LocalPlatform platform;

  private GatewayStand(LocalPlatform platform) {
    this.platform = platform;
  }

  /**
   * @param settings of the gateway
   */
  static GatewayStand start(Options options, Map<String, String> settings)
      throws InterruptedException {
    PlatformBuilder builder =
        LocalPlatform.builder()
            .freshDataUnder(Path.of(System.getProperty("java.io.tmpdir"), "muster-bench"))
            .nativeExecutables(options.nativeExecutables())
            .agents(0)
            .serviceEnvironment(ServiceKind.TASK, "MUSTER_LIMITS_SUBMIT", UNLIMITED)
            .serviceEnvironment(ServiceKind.GATEWAY, "MUSTER_LIMITS_CLIENT_CONNECT", UNLIMITED);
    settings.forEach((name, value) -> builder.serviceEnvironment(ServiceKind.GATEWAY, name, value));
    GatewayStand stand = new GatewayStand(builder.build());
    // Also when it is interrupted from outside; closing twice is harmless.
    Runtime.getRuntime().addShutdownHook(new Thread(stand::close));
    stand.platform.start();
    return stand;
  }

  LocalPlatform platform() {
    return platform;
  }

  /** The gateway itself, past the edge. */
  Part gateway() {
    return platform.service(ServiceKind.GATEWAY, 0);
  }

  /** Seconds of CPU that the gateway has used so far. */
  double cpuSeconds() {
    return ProcessTree.cpuSeconds(List.of(gateway().pid()));
  }

  /** KiB of resident memory of the gateway. */
  double rssKib() {
    return 1024 * ProcessTree.rssMib(List.of(gateway().pid()));
  }

  @Override
  public void close() {
    platform.close();
  }
}
