package dev.muster.registry.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Task-service, and of auth-service the tokens for it, as far as the registry asks them. */
public final class TaskStandIn implements QuarkusTestResourceLifecycleManager {
  /** What was said of each agent, oldest first. */
  static final Map<String, List<JsonNode>> INTAKES = new ConcurrentHashMap<>();

  /** What was said of each namespace, oldest first. */
  static final Map<String, List<JsonNode>> POLICIES = new ConcurrentHashMap<>();

  /** Agents and namespaces that it can't be told about now. */
  static final Set<String> AWAY = ConcurrentHashMap.newKeySet();

  private static final ObjectMapper JSON = new ObjectMapper();

  private HttpServer server;
  private ExecutorService threads;

  @Override
  public Map<String, String> start() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    threads = Executors.newVirtualThreadPerTaskExecutor();
    server.setExecutor(threads);
    server.createContext("/", TaskStandIn::serve);
    server.start();
    String url = "http://127.0.0.1:" + server.getAddress().getPort();
    return Map.of(
        "muster.auth.url",
        url,
        "muster.task.url",
        url,
        "muster.service.secret",
        "test-secret",
        "muster.proxy.trusted",
        "127.0.0.1",
        "muster.public-url",
        "https://muster.example.org/base/");
  }

  @Override
  public void stop() {
    server.stop(0);
    threads.shutdownNow();
  }

  /** The modes that were said of an agent. */
  static List<String> modes(String agentId) {
    return INTAKES.getOrDefault(agentId, List.of()).stream()
        .map(intake -> intake.path("mode").asText())
        .toList();
  }

  private static void serve(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    byte[] body = exchange.getRequestBody().readAllBytes();
    if (path.equals("/oauth2/token")) {
      answer(exchange, 200, "{\"access_token\":\"service\",\"expires_in\":3600}");
      return;
    }
    String agentId = path.split("/", -1)[3];
    if (AWAY.contains(agentId)) {
      answer(exchange, 503, "{\"code\":5003,\"detail\":\"away\"}");
      return;
    }
    Map<String, List<JsonNode>> said = path.endsWith("/policy") ? POLICIES : INTAKES;
    said.computeIfAbsent(agentId, id -> new CopyOnWriteArrayList<>()).add(JSON.readTree(body));
    answer(exchange, 200, new String(body, StandardCharsets.UTF_8));
  }

  private static void answer(HttpExchange exchange, int status, String json) throws IOException {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }
}
