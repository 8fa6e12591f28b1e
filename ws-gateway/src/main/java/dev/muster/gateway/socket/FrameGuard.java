package dev.muster.gateway.socket;

import dev.muster.gateway.GatewayConfig;
import dev.muster.wire.CloseReason;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.quarkus.websockets.next.UserData;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Stands between the decoder of one connection's frames and the server. The server gets whole texts
 * only; who breaks RFC 6455 or 7692 is told why by a close frame. Once a session is there, it gets
 * the texts from here: the server would make a context, a task and three futures of each. On the
 * connection's event loop.
 */
final class FrameGuard extends ChannelDuplexHandler {
  static final UserData.TypedKey<FrameGuard> KEY = new UserData.TypedKey<>("muster.guard");
  static final String NAME = "muster.guard";

  /** Pings and pongs; beyond them the connection is closed. */
  private static final int CONTROLS_PER_SECOND = 100;

  private static final int CONTROLS_BURST = 500;

  private final GatewayConfig config;
  private final boolean deflate;
  private final TextAssembly text;
  private final InboundRate controls;
  private final LongSupplier nowMs;
  private long lastReadMs;
  private boolean binary;
  private CloseReason failed;
  private Consumer<CloseReason> told = reason -> {};
  private Consumer<String> reader;

  /** Texts that the server has yet to hand on. */
  private int handedOver;

  /**
   * @param deflate whether permessage-deflate was agreed on
   */
  FrameGuard(GatewayConfig config, boolean deflate) {
    this(config, deflate, FrameGuard::monotonicMs);
  }

  FrameGuard(GatewayConfig config, boolean deflate, LongSupplier nowMs) {
    this.nowMs = nowMs;
    this.lastReadMs = nowMs.getAsLong();
    this.config = config;
    this.deflate = deflate;
    this.text = new TextAssembly(config.maxFrame());
    this.controls = new InboundRate(CONTROLS_PER_SECOND, CONTROLS_BURST, lastReadMs);
  }

  boolean deflate() {
    return deflate;
  }

  /** Since the peer's last frame of any kind. */
  long quietMs() {
    return nowMs.getAsLong() - lastReadMs;
  }

  /** Told once, when the connection fails; at once if it has. */
  void onFailure(Consumer<CloseReason> told) {
    this.told = told;
    if (failed != null) {
      told.accept(failed);
    }
  }

  /** Gets every text that comes after those that the server has got already. */
  void onText(Consumer<String> reader) {
    this.reader = reader;
  }

  /** The server has handed a text on. */
  void handedOn() {
    handedOver--;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (!(message instanceof WebSocketFrame frame)) {
      context.fireChannelRead(message);
    } else if (failed != null) {
      frame.release();
    } else {
      lastReadMs = nowMs.getAsLong();
      try {
        read(context, frame);
      } catch (FrameViolation violation) {
        fail(context, violation.reason(), violation.getMessage());
      }
    }
  }

  private void read(ChannelHandlerContext context, WebSocketFrame frame) throws FrameViolation {
    switch (frame) {
      case PingWebSocketFrame ping -> {
        control(ping);
        // Who doesn't read gets no answers that would wait for it.
        if (context.channel().isWritable()) {
          context.fireChannelRead(ping);
        } else {
          ping.release();
        }
      }
      case PongWebSocketFrame pong -> {
        control(pong);
        context.fireChannelRead(pong);
      }
      case CloseWebSocketFrame close -> {
        checked(close, () -> FrameRules.close(close));
        context.fireChannelRead(close);
      }
      case BinaryWebSocketFrame data -> {
        checked(data, () -> FrameRules.reserved(data, true, deflate));
        data.release();
        binary = !data.isFinalFragment();
        // Enough to be refused by.
        context.fireChannelRead(new BinaryWebSocketFrame(true, 0, Unpooled.EMPTY_BUFFER));
      }
      case ContinuationWebSocketFrame data when binary -> {
        data.release();
        binary = !data.isFinalFragment();
      }
      case ContinuationWebSocketFrame data -> {
        checked(data, () -> FrameRules.reserved(data, false, deflate));
        add(context, data);
      }
      default -> {
        checked(frame, () -> FrameRules.reserved(frame, true, deflate));
        text.begin(frame.rsv() != 0);
        add(context, frame);
      }
    }
  }

  private void control(WebSocketFrame frame) throws FrameViolation {
    checked(
        frame,
        () -> {
          FrameRules.reserved(frame, false, deflate);
          if (!controls.admit(lastReadMs)) {
            throw new FrameViolation(CloseReason.POLICY, "too many control frames");
          }
        });
  }

  private void add(ChannelHandlerContext context, WebSocketFrame frame) throws FrameViolation {
    ByteBuf whole = text.add(frame.content(), frame.isFinalFragment());
    if (whole == null) {
      return;
    }
    if (reader == null || handedOver > 0) {
      handedOver++;
      context.fireChannelRead(new TextWebSocketFrame(true, 0, whole));
    } else {
      String complete = whole.toString(StandardCharsets.UTF_8);
      whole.release();
      reader.accept(complete);
    }
  }

  private interface Rule {
    void check() throws FrameViolation;
  }

  private static void checked(WebSocketFrame frame, Rule rule) throws FrameViolation {
    try {
      rule.check();
    } catch (FrameViolation violation) {
      frame.release();
      throw violation;
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable failure) {
    switch (failure) {
      case CorruptedWebSocketFrameException wrong ->
          fail(
              context,
              switch (wrong.closeStatus().code()) {
                case 1009 -> CloseReason.TOO_BIG;
                case 1007 -> CloseReason.NOT_TEXT;
                default -> CloseReason.PROTOCOL;
              },
              wrong.getMessage());
      case TooLongFrameException _ ->
          fail(context, CloseReason.TOO_BIG, CloseReason.TOO_BIG.sentence());
      default -> context.fireExceptionCaught(failure);
    }
  }

  @Override
  public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
    if (failed != null && message instanceof WebSocketFrame frame) {
      frame.release();
      var unused = promise.setFailure(new ClosedChannelException());
    } else if (deflate && message instanceof TextWebSocketFrame whole && isWorthIt(whole)) {
      ByteBuf deflated =
          MessageDeflate.here().deflate(whole.content(), config.compression().level());
      whole.release();
      var unused =
          context.write(new TextWebSocketFrame(true, FrameRules.COMPRESSED, deflated), promise);
    } else {
      var unused = context.write(message, promise);
    }
  }

  private boolean isWorthIt(TextWebSocketFrame frame) {
    return frame.isFinalFragment()
        && frame.content().readableBytes() >= config.compression().threshold();
  }

  /**
   * Says why, and ends: output at once, so that the reason isn't lost, and input a little later.
   */
  private void fail(ChannelHandlerContext context, CloseReason reason, String sentence) {
    if (failed != null) {
      return;
    }
    failed = reason;
    text.end();
    Ending.begin(
        context, new CloseWebSocketFrame(reason.code(), sentence), config.closeWithin().toMillis());
    told.accept(reason);
  }

  private static long monotonicMs() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
  }
}
