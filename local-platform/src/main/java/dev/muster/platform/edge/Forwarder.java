package dev.muster.platform.edge;

import io.vertx.core.Future;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.SocketAddress;
import java.util.Iterator;

/**
 * Passes a request to a replica and its answer back, both as streams: nothing is collected, so an
 * event stream arrives as it is written and a body may have any size. Used on one event loop only.
 */
final class Forwarder {
  private final HttpClient client;

  Forwarder(HttpClient client) {
    this.client = client;
  }

  void forward(HttpServerRequest request, Replicas replicas) {
    request.pause();
    boolean socket = ForwardedHeaders.asksForSocket(request);
    connect(request, replicas, replicas.order().iterator())
        .onFailure(away -> EdgeError.AWAY.answer(request))
        .onSuccess(
            outbound -> {
              // A broken connection shows where the answer or the socket is read.
              outbound.exceptionHandler(broken -> {});
              if (request.response().closed()) {
                outbound.reset();
              } else if (socket) {
                tunnel(request, outbound);
              } else {
                exchange(request, outbound);
              }
            });
  }

  /** Nothing of the request has been read yet, so trying the next replica repeats nothing. */
  private Future<HttpClientRequest> connect(
      HttpServerRequest request, Replicas replicas, Iterator<SocketAddress> order) {
    if (!order.hasNext()) {
      return Future.failedFuture("no replica accepts connections");
    }
    SocketAddress address = order.next();
    RequestOptions options =
        new RequestOptions()
            .setServer(address)
            .setHost(address.host())
            .setPort(address.port())
            .setMethod(request.method())
            .setURI(target(request));
    return client
        .request(options)
        .onSuccess(connected -> replicas.accepted(address))
        .recover(
            refused -> {
              replicas.refused(address);
              return connect(request, replicas, order);
            });
  }

  private static void exchange(HttpServerRequest request, HttpClientRequest outbound) {
    HttpServerResponse response = request.response();
    ForwardedHeaders.request(request, outbound.headers());
    response.closeHandler(left -> outbound.reset());
    outbound
        .response()
        .onFailure(broken -> EdgeError.BROKEN.answer(request))
        .onSuccess(inbound -> relay(request, inbound));
    if (request.headers().contains("transfer-encoding")) {
      outbound.setChunked(true);
    } else if (!request.headers().contains("content-length")) {
      request.resume();
      outbound.end();
      return;
    }
    // A failure to write shows as a failed or an early answer.
    request.pipeTo(outbound);
  }

  private static void relay(HttpServerRequest request, HttpClientResponse inbound) {
    HttpServerResponse response = request.response();
    if (response.closed()) {
      return;
    }
    response.setStatusCode(inbound.statusCode()).setStatusMessage(inbound.statusMessage());
    ForwardedHeaders.response(inbound.headers(), response.headers());
    if (!inbound.headers().contains("content-length")) {
      response.setChunked(true);
    }
    inbound.pipe().endOnFailure(false).to(response).onFailure(cut -> request.connection().close());
  }

  private static void tunnel(HttpServerRequest request, HttpClientRequest outbound) {
    ForwardedHeaders.upgrade(request, outbound.headers());
    outbound
        .connect()
        .onFailure(broken -> EdgeError.BROKEN.answer(request))
        .onSuccess(
            inbound -> {
              if (inbound.statusCode() != 101) {
                relay(request, inbound);
                return;
              }
              NetSocket service = inbound.netSocket();
              service.pause();
              ForwardedHeaders.response(inbound.headers(), request.response().headers());
              request
                  .response()
                  .putHeader("Connection", "Upgrade")
                  .putHeader("Upgrade", "websocket");
              request
                  .toNetSocket()
                  .onFailure(
                      left -> {
                        service.close();
                        request.connection().close();
                      })
                  .onSuccess(caller -> join(caller, service));
            });
  }

  private static void join(NetSocket caller, NetSocket service) {
    caller.pipeTo(service);
    service.pipeTo(caller);
  }

  private static String target(HttpServerRequest request) {
    return request.query() == null ? request.path() : request.path() + "?" + request.query();
  }
}
