package dev.muster.gateway.socket;

import dev.muster.gateway.GatewayConfig;
import io.netty.channel.ChannelPipeline;
import io.quarkus.websockets.next.HttpUpgradeCheck;
import io.smallrye.mutiny.Uni;
import io.vertx.core.net.impl.ConnectionBase;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;

/** Prepares the connection of every endpoint for frames, should it be upgraded. */
@Singleton
class FrameUpgrade implements HttpUpgradeCheck {
  private final GatewayConfig config;

  @Inject
  FrameUpgrade(GatewayConfig config) {
    this.config = config;
  }

  @Override
  public Uni<CheckResult> perform(HttpUpgradeContext context) {
    if (context.httpRequest().connection() instanceof ConnectionBase connection) {
      Optional<String> deflate =
          config.compression().enabled()
              ? DeflateOffer.answer(
                  context.httpRequest().headers().getAll("Sec-WebSocket-Extensions"))
              : Optional.empty();
      FrameGuard guard = new FrameGuard(config, deflate.isPresent());
      context.userData().put(FrameGuard.KEY, guard);
      UpgradeWatch watch = new UpgradeWatch(guard, deflate, config.maxFrame());
      ChannelPipeline pipeline = connection.channelHandlerContext().pipeline();
      if (pipeline.get(UpgradeWatch.NAME) != null) {
        // Of a request on this connection that was never answered.
        var unused = pipeline.remove(UpgradeWatch.NAME);
      }
      pipeline.addBefore(connection.channelHandlerContext().name(), UpgradeWatch.NAME, watch);
    }
    return CheckResult.permitUpgrade();
  }
}
