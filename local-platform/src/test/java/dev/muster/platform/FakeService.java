package dev.muster.platform;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;

/** Stands for a service or an agent where only the platform around it is tested. */
public final class FakeService {
  private FakeService() {}

  public static void main(String[] arguments) throws Exception {
    Map<String, String> environment = System.getenv();
    System.out.println("arguments: " + arguments.length);
    if (environment.containsKey("FAIL_AT_START")) {
      System.out.println("cannot find my marbles");
      System.exit(7);
    }
    if (!environment.containsKey("MUSTER_AGENT_ID") && !environment.containsKey("HANG_AT_START")) {
      serve(Integer.parseInt(environment.get("QUARKUS_HTTP_PORT")));
    }
    new CountDownLatch(1).await();
  }

  private static void serve(int port) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 50);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", FakeService::answer);
    server.start();
  }

  private static void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    String data =
        switch (path) {
          case "/api/auth/login" -> "{\"access_token\":\"fake\"}";
          case "/api/agents" -> "{\"id\":\"0190\"}";
          case "/api/agents/0190" -> "{\"online\":true}";
          case "/api/tasks/pid" -> Long.toString(ProcessHandle.current().pid());
          case "/api/tasks/environment" ->
              "\"" + System.getenv(exchange.getRequestURI().getQuery()) + "\"";
          default -> "{}";
        };
    byte[] body = ("{\"code\":0,\"data\":" + data + "}").getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }
}
