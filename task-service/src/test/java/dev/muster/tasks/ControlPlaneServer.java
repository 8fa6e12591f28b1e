package dev.muster.tasks;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A control plane as docs/control-plane.md describes one, which a test can make fail. Work is
 * offered until it is acknowledged, cancels too.
 */
final class ControlPlaneServer implements AutoCloseable {
  static final String TOKEN = "the-token-of-the-control-plane";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Map<String, String> work = new ConcurrentSkipListMap<>();
  private final Set<String> cancels = ConcurrentHashMap.newKeySet();
  private final Map<String, Trouble> troubles = new ConcurrentHashMap<>();
  private final List<JsonNode> acknowledged = new CopyOnWriteArrayList<>();
  private final List<JsonNode> canceled = new CopyOnWriteArrayList<>();
  private final List<JsonNode> reports = new CopyOnWriteArrayList<>();
  private final List<String> pollers = new CopyOnWriteArrayList<>();
  private final List<Long> requests = new CopyOnWriteArrayList<>();
  private final List<String> sent = new CopyOnWriteArrayList<>();
  private final CountDownLatch over = new CountDownLatch(1);
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpServer server;
  private volatile String token = TOKEN;
  private volatile boolean repeating;
  private volatile String poison = "";
  private volatile int poisoned;

  /**
   * What goes wrong at a path.
   *
   * @param status 0: no answer at all
   * @param after whether the request is done before, so that only its answer gets lost
   */
  record Trouble(int status, String header, String value, boolean after) {
    static Trouble status(int status) {
      return new Trouble(status, "X-None", "x", false);
    }

    static Trouble silence() {
      return new Trouble(0, "", "", false);
    }

    static Trouble answerLost() {
      return new Trouble(0, "", "", true);
    }
  }

  ControlPlaneServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  String url() {
    return "http://localhost:" + server.getAddress().getPort() + "/muster";
  }

  void offer(String id, String task) {
    work.put(id, "{\"id\":\"" + id + "\",\"task\":" + task + "}");
  }

  /** As it is, whatever it is. */
  void offerText(String id, String item) {
    work.put(id, item);
  }

  void cancel(String id) {
    cancels.add(id);
  }

  void trouble(String path, Trouble trouble) {
    troubles.put("/muster/" + path, trouble);
  }

  void recover() {
    troubles.clear();
  }

  void expect(String other) {
    token = other;
  }

  /** Goes on to offer what was acknowledged. */
  void repeat() {
    repeating = true;
  }

  /** Answers so to every batch that has a report of this work. */
  void poison(String id, int status) {
    poison = id;
    poisoned = status;
  }

  List<JsonNode> acknowledged(String id) {
    return of(acknowledged, id);
  }

  List<JsonNode> canceled(String id) {
    return of(canceled, id);
  }

  List<JsonNode> reports(String id) {
    return of(reports, id);
  }

  /** The outcomes that were told, each as often as it was. */
  List<JsonNode> outcomes(String id) {
    return reports(id).stream()
        .map(report -> report.path("outcome"))
        .filter(JsonNode::isObject)
        .toList();
  }

  List<String> pollers() {
    return pollers;
  }

  /** When requests came, in nanoseconds. */
  List<Long> requests() {
    return requests;
  }

  /** Everything that was sent to it, but the token's header. */
  List<String> sent() {
    return sent;
  }

  private static List<JsonNode> of(List<JsonNode> all, String id) {
    return all.stream().filter(each -> each.path("id").asText().equals(id)).toList();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
      requests.add(System.nanoTime());
      sent.add(exchange.getRequestURI() + " " + body);
      Trouble trouble = troubles.get(path);
      if (trouble != null && !trouble.after()) {
        suffer(exchange, trouble);
        return;
      }
      if (!("Bearer " + token).equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
        write(exchange, 401, "{}");
        return;
      }
      String answer = handle(exchange, path, JSON.readTree(body));
      if (trouble != null) {
        suffer(exchange, trouble);
      } else {
        write(exchange, answer == null ? poisoned : 200, answer == null ? "{}" : answer);
      }
    }
  }

  /** Null for a poisoned one. */
  private String handle(HttpExchange exchange, String path, JsonNode body) {
    switch (path) {
      case "/muster/work" -> {
        pollers.add(exchange.getRequestHeaders().getFirst("X-Muster-Poller"));
        return offers();
      }
      case "/muster/acknowledgements" -> acknowledge(body);
      case "/muster/reports" -> {
        List<JsonNode> told = new ArrayList<>();
        body.path("reports").forEach(told::add);
        if (!of(told, poison).isEmpty()) {
          return null;
        }
        reports.addAll(told);
      }
      default -> throw new IllegalArgumentException(path);
    }
    return "{}";
  }

  private String offers() {
    String stops = String.join(",", cancels.stream().map(id -> '"' + id + '"').toList());
    return "{\"work\":[" + String.join(",", work.values()) + "],\"cancel\":[" + stops + "]}";
  }

  private void acknowledge(JsonNode body) {
    body.path("work").forEach(acknowledged::add);
    body.path("cancel").forEach(canceled::add);
    if (!repeating) {
      body.path("work").forEach(each -> work.remove(each.path("id").asText()));
    }
    body.path("cancel").forEach(each -> cancels.remove(each.path("id").asText()));
  }

  private void suffer(HttpExchange exchange, Trouble trouble) throws IOException {
    if (trouble.status() == 0) {
      try {
        over.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      return;
    }
    exchange.getResponseHeaders().set(trouble.header(), trouble.value());
    write(exchange, trouble.status(), "{}");
  }

  private static void write(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  @Override
  public void close() {
    over.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}
