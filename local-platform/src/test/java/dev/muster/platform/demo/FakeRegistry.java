package dev.muster.platform.demo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Knows agents by their ids; each is online from its registration on. */
final class FakeRegistry implements AutoCloseable {
  private final HttpServer server;
  private final AtomicInteger last = new AtomicInteger();
  private final List<String> agents = new CopyOnWriteArrayList<>();

  private FakeRegistry(HttpServer server) {
    this.server = server;
  }

  static FakeRegistry open() throws IOException {
    InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    FakeRegistry registry = new FakeRegistry(HttpServer.create(anyPort, 50));
    registry.server.createContext("/", registry::answer);
    registry.server.start();
    return registry;
  }

  String base() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  List<String> agents() {
    return agents;
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    String id = path.substring(path.lastIndexOf('/') + 1);
    String data =
        switch (exchange.getRequestMethod() + " " + path.replaceFirst("/\\d+$", "/ID")) {
          case "POST /api/auth/login" -> "{\"access_token\":\"fake\"}";
          case "POST /api/agents" -> "{\"id\":\"" + added() + "\"}";
          case "DELETE /api/agents/ID" -> "{\"deleted\":" + agents.remove(id) + "}";
          default -> "{\"online\":" + agents.contains(id) + "}";
        };
    byte[] body = ("{\"code\":0,\"data\":" + data + "}").getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private String added() {
    String id = Integer.toString(last.incrementAndGet());
    agents.add(id);
    return id;
  }
}
