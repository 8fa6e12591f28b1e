package dev.muster.gateway.socket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.gateway.TestGateway;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import org.junit.jupiter.api.Test;

class FrameGuardTest {
  private long now = 1_000;
  private final FrameGuard guard = new FrameGuard(TestGateway.config(), false, () -> now);
  private final EmbeddedChannel channel = new EmbeddedChannel(guard);

  @Test
  void aPeerIsQuietSinceItsLastFrameOrPong() {
    now += 700;
    assertThat(guard.quietMs()).isEqualTo(700);
    read(new PongWebSocketFrame());
    assertThat(guard.quietMs()).isZero();
    now += 300;
    read(new TextWebSocketFrame("{}"));
    now += 40;
    assertThat(guard.quietMs()).isEqualTo(40);
  }

  private void read(WebSocketFrame frame) {
    assertThat(channel.writeInbound(frame)).isTrue();
    WebSocketFrame passed = channel.readInbound();
    assertThat(passed.release()).isTrue();
  }
}
