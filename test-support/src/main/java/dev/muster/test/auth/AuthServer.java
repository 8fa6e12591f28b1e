package dev.muster.test.auth;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * What other services need of auth-service, with keys that a test holds: the key set, service
 * tokens for any client and secret, and the list of revocations.
 */
public final class AuthServer implements AutoCloseable {
  private final HttpServer server;
  private final List<SigningKey> keys = new CopyOnWriteArrayList<>();
  private final List<String> revocations = new CopyOnWriteArrayList<>();
  private final Map<String, AtomicInteger> requests = new ConcurrentHashMap<>();
  private volatile Function<Request, Answer> other;

  /** A request for none of the paths below. */
  public record Request(String method, String path, Map<String, String> headers, String body) {
    public String header(String name) {
      return headers.get(name.toLowerCase(Locale.ROOT));
    }
  }

  /** What is answered to it. */
  public record Answer(int status, String body, Map<String, String> headers) {
    public static Answer of(int status, String json) {
      return new Answer(status, json, Map.of());
    }

    public Answer with(String header, String value) {
      return new Answer(status, body, Map.of(header, value));
    }
  }

  private AuthServer(HttpServer server) {
    this.server = server;
    keys.add(SigningKey.make("test-1"));
  }

  public static AuthServer start() {
    try {
      HttpServer http =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      AuthServer started = new AuthServer(http);
      http.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
      http.createContext("/", started::answer);
      http.start();
      return started;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public String url() {
    return "http://localhost:" + server.getAddress().getPort();
  }

  /** A good token for an hour. */
  public String token(String subject, String... roles) {
    return TokenShape.of(subject, roles).signedBy(key());
  }

  /** The key that signs now. */
  public SigningKey key() {
    return keys.getLast();
  }

  /** A new key signs from now on; the old ones stay published. */
  public SigningKey rotate() {
    keys.add(SigningKey.make("test-" + (keys.size() + 1)));
    return key();
  }

  /** Lists a revocation, as {@code RevocationNotice.toJson()} writes it. */
  public void listRevocation(String noticeJson) {
    revocations.add(noticeJson);
  }

  /** Stands in for any other service too; null for 2001, as at first. */
  public void answerWith(Function<Request, Answer> answers) {
    other = answers;
  }

  /** How often a path was asked for. */
  public int requests(String path) {
    return count(path).get();
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private AtomicInteger count(String path) {
    return requests.computeIfAbsent(path, unseen -> new AtomicInteger());
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    count(path).incrementAndGet();
    try (exchange) {
      switch (path) {
        case "/.well-known/jwks.json" ->
            send(exchange, 200, keys.stream().map(SigningKey::jwk).toList(), "keys");
        case "/internal/revocations" -> send(exchange, 200, revocations, "items");
        case "/oauth2/token" -> grant(exchange);
        default -> answerOther(exchange, path);
      }
    }
  }

  private void answerOther(HttpExchange exchange, String path) throws IOException {
    Function<Request, Answer> answers = other;
    if (answers == null) {
      write(exchange, 404, "{\"code\":2001,\"detail\":\"no such resource\"}");
      return;
    }
    Map<String, String> headers = new HashMap<>();
    exchange
        .getRequestHeaders()
        .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.getFirst()));
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    Answer answer = answers.apply(new Request(exchange.getRequestMethod(), path, headers, body));
    answer.headers().forEach(exchange.getResponseHeaders()::set);
    write(exchange, answer.status(), answer.body());
  }

  private void grant(HttpExchange exchange) throws IOException {
    String basic = exchange.getRequestHeaders().getFirst("Authorization").replace("Basic ", "");
    String client = new String(Base64.getDecoder().decode(basic), StandardCharsets.UTF_8);
    String token = TokenShape.of(client.split(":", 2)[0], "service").without("sid").signedBy(key());
    write(
        exchange,
        200,
        """
        {"access_token":"%s","token_type":"Bearer","expires_in":3600}"""
            .formatted(token));
  }

  private static void send(HttpExchange exchange, int status, List<String> items, String name)
      throws IOException {
    write(exchange, status, "{\"" + name + "\":[" + String.join(",", items) + "]}");
  }

  private static void write(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }
}
