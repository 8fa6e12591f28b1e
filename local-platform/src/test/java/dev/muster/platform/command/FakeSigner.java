package dev.muster.platform.command;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/** Has one key; when it is revoked another signs, and tokens of the old one are refused. */
final class FakeSigner implements AutoCloseable {
  private final HttpServer server;
  private final AtomicInteger key = new AtomicInteger(1);

  private FakeSigner(HttpServer server) {
    this.server = server;
  }

  static FakeSigner open() throws IOException {
    InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    FakeSigner signer = new FakeSigner(HttpServer.create(anyPort, 50));
    signer.server.createContext("/", signer::answer);
    signer.server.start();
    return signer;
  }

  String base() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  String key() {
    return "key-" + key.get();
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    boolean login = path.equals("/api/auth/login");
    String token = exchange.getRequestHeaders().getFirst("Authorization");
    if (!login && !("Bearer " + key()).equals(token)) {
      respond(exchange, 401, "{\"code\":1002}");
    } else if (login) {
      respond(exchange, 200, "{\"data\":{\"access_token\":\"" + key() + "\"}}");
    } else if (exchange.getRequestMethod().equals("DELETE") && path.endsWith("/" + key())) {
      key.incrementAndGet();
      respond(exchange, 200, "{\"revoked\":true}");
    } else {
      respond(exchange, 200, "{\"items\":[{\"kid\":\"" + key() + "\",\"state\":\"active\"}]}");
    }
  }

  private static void respond(HttpExchange exchange, int status, String text) throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }
}
