package dev.muster.platform.edge;

import io.vertx.core.AbstractVerticle;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;

/**
 * One event loop with its own server and its own client, so that both ends of a connection are on
 * the same thread.
 */
final class EdgeLoop extends AbstractVerticle {

  /** Makes what handles the requests of one loop. */
  @FunctionalInterface
  interface Rules {
    Handler<HttpServerRequest> with(Forwarder forwarder);
  }

  private final EdgeAddress address;
  private final Rules rules;

  EdgeLoop(EdgeAddress address, Rules rules) {
    this.address = address;
    this.rules = rules;
  }

  @Override
  public void start(Promise<Void> started) {
    HttpClient client =
        vertx.createHttpClient(
            new HttpClientOptions()
                .setConnectTimeout(2_000)
                // Every open stream or socket holds a connection.
                .setMaxPoolSize(20_000)
                .setKeepAliveTimeout(30)
                .setMaxHeaderSize(64 * 1024));
    vertx
        .createHttpServer(
            new HttpServerOptions()
                .setHost(address.host())
                .setPort(address.port())
                .setAcceptBacklog(1_024)
                .setHandle100ContinueAutomatically(true)
                .setMaxHeaderSize(32 * 1024)
                .setMaxInitialLineLength(16 * 1024)
                .setHttp2ClearTextEnabled(false))
        .invalidRequestHandler(UnreadableRequest::answer)
        .requestHandler(rules.with(new Forwarder(client)))
        .listen()
        .<Void>mapEmpty()
        .onComplete(started);
  }
}
