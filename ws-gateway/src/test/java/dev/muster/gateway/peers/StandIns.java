package dev.muster.gateway.peers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.muster.id.Ids;
import dev.muster.wire.FrameCodec;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/** The three other services, as far as the gateway asks them, on one loopback port. */
public final class StandIns implements QuarkusTestResourceLifecycleManager {
  /** Agents that the registry knows, with their tokens. */
  public static final Map<UUID, String> AGENTS = new ConcurrentHashMap<>();

  /** What the registry wants of an agent; nothing when there is nothing. */
  public static final Map<UUID, JsonNode> ORDERS = new ConcurrentHashMap<>();

  /** How often an agent was thrown out. */
  public static final Map<UUID, Integer> EXPULSIONS = new ConcurrentHashMap<>();

  /** How many tokens were made for an agent. */
  public static final Map<UUID, Integer> OFFERS = new ConcurrentHashMap<>();

  public static final Map<UUID, AtomicInteger> EPOCHS = new ConcurrentHashMap<>();
  public static final Map<UUID, JsonNode> SESSIONS = new ConcurrentHashMap<>();
  public static final AtomicInteger ASKED = new AtomicInteger();

  /** Further members of the answer to an agent's session, as JSON. */
  public static final Map<UUID, String> SETTLED = new ConcurrentHashMap<>();

  /** What auth-service says of API keys, as JSON. */
  public static final Map<String, String> KEYS = new ConcurrentHashMap<>();

  /** What clients had done, with the headers they came with. */
  public static final List<Call> CALLS = new CopyOnWriteArrayList<>();

  /** Paths that answer 503 while they contain one of these. */
  public static final List<String> AWAY = new CopyOnWriteArrayList<>();

  /** What happens between the registry's answer about a token and its arrival. */
  public static final Map<UUID, Runnable> MEANWHILE = new ConcurrentHashMap<>();

  /** The events of each task; of somebody else's when there are none. */
  public static final Map<UUID, List<JsonNode>> EVENTS = new ConcurrentHashMap<>();

  /** What each task has printed. */
  public static final Map<UUID, byte[]> OUTPUT = new ConcurrentHashMap<>();

  /** Tasks that have ended. */
  public static final Set<UUID> ENDED = ConcurrentHashMap.newKeySet();

  /** Calls about the watches of tasks: the method, and the body of a renewal. */
  public static final Map<UUID, List<String>> WATCHES = new ConcurrentHashMap<>();

  public static final String EPOCH = "the database";

  private HttpServer server;
  private ExecutorService threads;

  public record Call(String path, String authorization, String requestId, JsonNode body) {}

  @Override
  public Map<String, String> start() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    threads = Executors.newVirtualThreadPerTaskExecutor();
    server.setExecutor(threads);
    server.createContext("/", this::serve);
    server.start();
    String url = "http://127.0.0.1:" + server.getAddress().getPort();
    Map<String, String> settings = new HashMap<>();
    for (String peer : List.of("auth", "registry", "task")) {
      settings.put("muster." + peer + ".url", url);
    }
    settings.put("muster.service.secret", "test-secret");
    settings.put("muster.proxy.trusted", "127.0.0.1");
    settings.put("muster.web.origins", "https://console.example.org");
    settings.put("muster.gateway.heartbeat-interval", "300ms");
    settings.put("muster.gateway.heartbeat-timeout", "3s");
    settings.put("muster.gateway.register-timeout", "2s");
    settings.put("muster.gateway.status-timeout", "500ms");
    settings.put("muster.gateway.open-timeout", "1s");
    settings.put("muster.gateway.sweep-interval", "50ms");
    settings.put("muster.gateway.alive-interval", "200ms");
    settings.put("muster.gateway.announcement-life", "600ms");
    settings.put("muster.gateway.max-frame", "65536");
    settings.put("muster.gateway.query-token", "true");
    settings.put("muster.gateway.resend.initial", "200ms");
    settings.put("muster.gateway.resend.max", "500ms");
    settings.put("muster.gateway.resend.tries", "3");
    settings.put("muster.gateway.outbox.bytes", "1000000");
    settings.put("muster.gateway.feed.events", "50");
    settings.put("muster.gateway.client.page", "3");
    settings.put("muster.gateway.client.subscriptions", "4");
    settings.put("muster.gateway.client.followed", "2");
    settings.put("muster.gateway.output.watch-interval", "200ms");
    settings.put("muster.gateway.output.piece", "16");
    return settings;
  }

  @Override
  public void stop() {
    server.stop(0);
    threads.shutdownNow();
  }

  public static UUID agent(String token) {
    UUID id = Ids.next();
    AGENTS.put(id, token);
    return id;
  }

  public static void order(UUID agentId, String mode, long version, long rotation) {
    ORDERS.put(
        agentId,
        FrameCodec.JSON
            .createObjectNode()
            .put("mode", mode)
            .put("version", version)
            .put("rotation", rotation));
  }

  private void serve(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    String text = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    if (AWAY.stream().anyMatch(path::contains)) {
      problem(exchange, 503, 5003);
    } else if (path.equals("/internal/api-keys/uses")) {
      answer(exchange, 200, "{}");
    } else if (path.startsWith("/internal/api-keys/")) {
      known(exchange, KEYS.get(path.substring(path.lastIndexOf('/') + 1)));
    } else if (exchange.getRequestMethod().equals("GET") && path.startsWith("/internal/agents/")) {
      UUID agentId = agentOf(path);
      known(exchange, AGENTS.containsKey(agentId) ? profile(agentId).toString() : null);
    } else if (path.equals("/oauth2/token")) {
      answer(exchange, 200, "{\"access_token\":\"service\",\"expires_in\":3600}");
    } else if (path.equals("/.well-known/jwks.json")) {
      answer(exchange, 200, Tokens.jwks());
    } else if (path.equals("/internal/revocations")) {
      answer(exchange, 200, "{\"items\":[]}");
    } else if (path.equals("/internal/audit")) {
      CALLS.add(new Call(path, null, null, FrameCodec.JSON.readTree(text)));
      answer(exchange, 200, "{}");
    } else if (path.endsWith("/authenticate")) {
      authenticate(exchange, agentOf(path), FrameCodec.JSON.readTree(text));
    } else if (path.endsWith("/profiles")) {
      profiles(exchange, FrameCodec.JSON.readTree(text));
    } else if (path.endsWith("/rotation")) {
      rotation(exchange, agentOf(path));
    } else if (path.endsWith("/sessions")) {
      open(exchange, agentOf(path), FrameCodec.JSON.readTree(text));
    } else if (path.endsWith("/events")) {
      events(exchange, UUID.fromString(path.split("/", -1)[4]));
    } else if (path.endsWith("/logs")) {
      output(exchange, UUID.fromString(path.split("/", -1)[4]));
    } else if (path.contains("/log-watches/")) {
      WATCHES
          .computeIfAbsent(agentOf(path), id -> new CopyOnWriteArrayList<>())
          .add((exchange.getRequestMethod() + " " + text).strip());
      exchange.sendResponseHeaders(204, -1);
      exchange.close();
    } else {
      call(exchange, path, FrameCodec.JSON.readTree(text));
    }
  }

  private static void authenticate(HttpExchange exchange, UUID agentId, JsonNode body)
      throws IOException {
    ASKED.incrementAndGet();
    String token = AGENTS.get(agentId);
    if (token == null) {
      problem(exchange, 404, 2001);
    } else if (!token.equals(body.path("token").asText())) {
      problem(exchange, 401, 1002);
    } else {
      String profile = profile(agentId).toString();
      MEANWHILE.getOrDefault(agentId, () -> {}).run();
      answer(exchange, 200, profile);
    }
  }

  private static void profiles(HttpExchange exchange, JsonNode body) throws IOException {
    ObjectNode known = FrameCodec.JSON.createObjectNode();
    ArrayNode items = known.putArray("items");
    for (JsonNode id : body.path("ids")) {
      UUID agentId = UUID.fromString(id.asText());
      if (AGENTS.containsKey(agentId)) {
        items.add(profile(agentId));
      }
    }
    answer(exchange, 200, known.toString());
  }

  private static ObjectNode profile(UUID agentId) {
    ObjectNode profile = FrameCodec.JSON.createObjectNode();
    profile.put("id", agentId.toString());
    profile.put("name", "a").put("type", "generic").put("namespace", "default");
    profile.put("visibility", "public").put("concurrency", 4).putArray("capabilities");
    profile.set("orders", ORDERS.get(agentId));
    profile.put("expulsions", EXPULSIONS.getOrDefault(agentId, 0));
    return profile;
  }

  /** A new token each time, as the registry does. */
  private static void rotation(HttpExchange exchange, UUID agentId) throws IOException {
    JsonNode orders = ORDERS.get(agentId);
    if (orders == null || orders.path("rotation").asLong() == 0) {
      problem(exchange, 409, 2002);
    } else {
      String token = "token-" + OFFERS.merge(agentId, 1, Integer::sum);
      answer(
          exchange,
          200,
          "{\"rotation\":%d,\"token\":\"%s\"}".formatted(orders.path("rotation").asLong(), token));
    }
  }

  private static void open(HttpExchange exchange, UUID agentId, JsonNode body) throws IOException {
    SESSIONS.put(agentId, body);
    int epoch = EPOCHS.computeIfAbsent(agentId, id -> new AtomicInteger()).incrementAndGet();
    answer(
        exchange,
        200,
        "{\"epoch\":%d,\"lease_ms\":15000,%s}"
            .formatted(epoch, SETTLED.getOrDefault(agentId, "\"abandon\":[]")));
  }

  private static void known(HttpExchange exchange, String json) throws IOException {
    if (json == null) {
      problem(exchange, 404, 2001);
    } else {
      answer(exchange, 200, json);
    }
  }

  private static void call(HttpExchange exchange, String path, JsonNode body) throws IOException {
    CALLS.add(
        new Call(
            path,
            exchange.getRequestHeaders().getFirst("Authorization"),
            exchange.getRequestHeaders().getFirst("X-Request-ID"),
            body));
    if (path.endsWith("/cancel")) {
      answer(exchange, 202, "{\"canceled\":true}");
    } else if (body.path("type").asText().isEmpty()) {
      answer(
          exchange,
          400,
          "{\"code\":1001,\"title\":\"bad parameter\",\"detail\":\"bad"
              + " parameter\",\"errors\":[{\"field\":\"type\",\"message\":\"is missing\"}]}");
    } else {
      answer(exchange, 201, "{\"task_id\":\"" + Ids.next() + "\",\"status\":\"queued\"}");
    }
  }

  private static void events(HttpExchange exchange, UUID taskId) throws IOException {
    List<JsonNode> all = EVENTS.get(taskId);
    if (all == null) {
      problem(exchange, 404, 2001);
      return;
    }
    Map<String, String> query = query(exchange);
    String epoch = query.getOrDefault("epoch", EPOCH);
    boolean recovered = epoch.equals(EPOCH);
    int offset = recovered ? Integer.parseInt(query.getOrDefault("offset", "0")) : 0;
    int next = Math.min(all.size(), offset + Integer.parseInt(query.get("limit")));
    ObjectNode page = FrameCodec.JSON.createObjectNode();
    page.put("epoch", EPOCH).put("recovered", recovered);
    page.put("next_offset", next).put("last_offset", all.size()).put("complete", false);
    page.putArray("items").addAll(all.subList(Math.min(offset, next), next));
    answer(exchange, 200, page.toString());
  }

  private static void output(HttpExchange exchange, UUID taskId) throws IOException {
    byte[] all = OUTPUT.getOrDefault(taskId, new byte[0]);
    int offset = Integer.parseInt(query(exchange).get("offset"));
    if (offset > all.length) {
      problem(exchange, 416, 2004);
      return;
    }
    byte[] rest = Arrays.copyOfRange(all, offset, all.length);
    exchange.getResponseHeaders().set("X-Log-Offset", String.valueOf(offset));
    exchange.getResponseHeaders().set("X-Log-Complete", String.valueOf(ENDED.contains(taskId)));
    exchange.sendResponseHeaders(200, rest.length == 0 ? -1 : rest.length);
    if (rest.length > 0) {
      exchange.getResponseBody().write(rest);
    }
    exchange.close();
  }

  private static Map<String, String> query(HttpExchange exchange) {
    return Arrays.stream(exchange.getRequestURI().getRawQuery().split("&", -1))
        .map(pair -> pair.split("=", 2))
        .collect(
            Collectors.toMap(
                pair -> pair[0], pair -> URLDecoder.decode(pair[1], StandardCharsets.UTF_8)));
  }

  private static UUID agentOf(String path) {
    return UUID.fromString(path.split("/", -1)[3]);
  }

  private static void problem(HttpExchange exchange, int status, int code) throws IOException {
    answer(exchange, status, "{\"code\":" + code + ",\"detail\":\"no\"}");
  }

  private static void answer(HttpExchange exchange, int status, String json) throws IOException {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }
}
