package dev.muster.gateway.socket;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketFrameDecoder;
import java.util.Optional;

/**
 * Waits for the answer to an upgrade. With a 101 the guard takes its place, before the peer can
 * have read that and sent a frame.
 */
final class UpgradeWatch extends ChannelOutboundHandlerAdapter {
  static final String NAME = "muster.upgrade";

  private final FrameGuard guard;
  private final Optional<String> deflate;
  private final int maxFrame;

  /**
   * @param deflate the answer to the peer's offer of permessage-deflate
   */
  UpgradeWatch(FrameGuard guard, Optional<String> deflate, int maxFrame) {
    this.guard = guard;
    this.deflate = deflate;
    this.maxFrame = maxFrame;
  }

  @Override
  public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
    if (message instanceof HttpResponse response) {
      if (response.status().equals(HttpResponseStatus.SWITCHING_PROTOCOLS)) {
        upgraded(context, response);
      } else if (response.status().codeClass() != HttpStatusClass.INFORMATIONAL) {
        context.pipeline().remove(this);
      }
    }
    var unused = context.write(message, promise);
  }

  private void upgraded(ChannelHandlerContext context, HttpResponse response) {
    deflate.ifPresent(
        answer -> response.headers().set(HttpHeaderNames.SEC_WEBSOCKET_EXTENSIONS, answer));
    ChannelPipeline pipeline = context.pipeline();
    String decoder = pipeline.context(WebSocketFrameDecoder.class).name();
    var unusedTheirs = pipeline.replace(decoder, decoder, decoder());
    var unusedSelf = pipeline.replace(NAME, FrameGuard.NAME, guard);
  }

  private WebSocket13FrameDecoder decoder() {
    return new WebSocket13FrameDecoder(
        WebSocketDecoderConfig.newBuilder()
            .allowExtensions(guard.deflate())
            .maxFramePayloadLength(maxFrame)
            .closeOnProtocolViolation(false)
            .build());
  }
}
