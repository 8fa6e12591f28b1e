package dev.muster.gateway.socket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.gateway.TestGateway;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FrameGuardTest {
  private long now = 1_000;
  private final FrameGuard guard = new FrameGuard(TestGateway.config(), false, () -> now);
  private final EmbeddedChannel channel = new EmbeddedChannel(guard);
  private final List<String> read = new ArrayList<>();

  @AfterEach
  void close() {
    channel.finishAndReleaseAll();
  }

  @Test
  void withoutASessionTheServerGetsTheTexts() {
    say("one");

    assertThat(server()).isEqualTo("one");
  }

  @Test
  void aSessionGetsThemPastTheServer() {
    guard.onText(read::add);

    say("one");
    channel.writeInbound(new TextWebSocketFrame(false, 0, "tw"));
    channel.writeInbound(new ContinuationWebSocketFrame(true, 0, "o €"));

    assertThat(read).containsExactly("one", "two €");
    assertThat(server()).isNull();
  }

  @Test
  void noneOvertakesOneThatTheServerHasYetToHandOn() {
    say("one");
    say("two");
    guard.onText(read::add);
    say("three");
    guard.handedOn();
    guard.handedOn();
    say("four");
    guard.handedOn();
    guard.handedOn();
    say("five");

    assertThat(List.of(server(), server(), server(), server()))
        .containsExactly("one", "two", "three", "four");
    assertThat(read).containsExactly("five");
  }

  @Test
  void aPeerIsQuietSinceItsLastFrameOrPong() {
    now += 700;
    assertThat(guard.quietMs()).isEqualTo(700);
    channel.writeInbound(new PongWebSocketFrame());
    assertThat(guard.quietMs()).isZero();
    now += 300;
    say("{}");
    now += 40;
    assertThat(guard.quietMs()).isEqualTo(40);
  }

  private void say(String text) {
    channel.writeInbound(new TextWebSocketFrame(text));
  }

  /** What the server got next. */
  private String server() {
    TextWebSocketFrame frame = channel.readInbound();
    if (frame == null) {
      return null;
    }
    String text = frame.text();
    frame.release();
    return text;
  }
}
