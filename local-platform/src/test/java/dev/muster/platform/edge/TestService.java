package dev.muster.platform.edge;

import dev.muster.platform.process.FreePorts;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** A service behind the edge whose path says what it does. */
record TestService(String name, int port, Promise<Void> gate) {
  static final BlockingQueue<String> LEFT = new LinkedBlockingQueue<>();

  static TestService open(Vertx vertx, String name) {
    TestService service = new TestService(name, FreePorts.next(), Promise.promise());
    vertx
        .createHttpServer(
            new HttpServerOptions()
                .setHost("127.0.0.1")
                .setPort(service.port)
                .setWebSocketSubProtocols(List.of("agent-token")))
        .requestHandler(service::answer)
        .webSocketHandler(service::talk)
        .listen()
        .toCompletionStage()
        .toCompletableFuture()
        .join();
    return service;
  }

  void release() {
    gate.tryComplete();
  }

  private void answer(HttpServerRequest request) {
    HttpServerResponse response = request.response();
    switch (request.path().substring(request.path().lastIndexOf('/') + 1)) {
      case "who" -> response.end(name);
      case "headers" -> {
        JsonObject headers = new JsonObject().put("uri", request.uri());
        request.headers().forEach((key, value) -> headers.put(key.toLowerCase(Locale.ROOT), value));
        response.end(headers.toBuffer());
      }
      case "events" -> {
        response.setChunked(true).putHeader("Content-Type", "text/event-stream");
        response.write("data: 1\n");
        gate.future().onSuccess(open -> response.end("data: 2\n"));
      }
      case "endless" -> {
        response.setChunked(true).write("x");
        response.closeHandler(left -> LEFT.add(name));
      }
      case "count" -> {
        long[] bytes = {0};
        request.handler(buffer -> bytes[0] += buffer.length());
        request.endHandler(end -> response.end(Long.toString(bytes[0])));
      }
      case "break" -> request.connection().close();
      case "refused" -> response.setStatusCode(401).end();
      default -> response.setStatusCode(404).end();
    }
  }

  private void talk(ServerWebSocket socket) {
    socket.writeTextMessage("hello from " + name);
    socket.textMessageHandler(
        text -> {
          if (text.equals("close")) {
            socket.close((short) 4409, "replaced");
          } else {
            socket.writeTextMessage("echo " + text);
          }
        });
  }
}
