package dev.muster.gateway.socket;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrameDecoder;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import java.util.concurrent.TimeUnit;

/**
 * The end of a connection that failed. Closed at once, it would be reset while its peer still
 * sends, and the close frame lost on the way; so what comes is dropped for a moment.
 */
final class Ending extends ChannelInboundHandlerAdapter {
  private Ending() {}

  static void begin(ChannelHandlerContext guard, CloseWebSocketFrame last, long withinMs) {
    ChannelHandlerContext decoder = guard.pipeline().context(WebSocketFrameDecoder.class);
    if (decoder != null) {
      guard.pipeline().addBefore(decoder.name(), "muster.ending", new Ending());
    }
    var unusedSending = guard.writeAndFlush(last).addListener(sent -> endOutput(guard));
    Runnable close =
        () -> {
          var unused = guard.close();
        };
    var unusedClosing = guard.executor().schedule(close, withinMs, TimeUnit.MILLISECONDS);
  }

  private static void endOutput(ChannelHandlerContext guard) {
    SslHandler tls = guard.pipeline().get(SslHandler.class);
    if (tls != null) {
      var unused = tls.closeOutbound();
    } else if (guard.channel() instanceof DuplexChannel channel) {
      var unused = channel.shutdownOutput();
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    ReferenceCountUtil.release(message);
  }
}
