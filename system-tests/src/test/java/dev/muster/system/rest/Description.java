package dev.muster.system.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.muster.platform.part.ServiceKind;
import dev.muster.system.stage.Stage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What the running services say of their REST interface: OpenAPI, one document each. */
public final class Description {
  private static final String SCHEMAS = "#/components/schemas/";
  private static final Set<String> METHODS =
      Set.of("get", "put", "post", "delete", "patch", "options", "head", "trace");
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private final Map<ServiceKind, JsonNode> documents = new TreeMap<>();

  private Description() {}

  public static Description of(Stage stage) throws IOException, InterruptedException {
    Description description = new Description();
    for (ServiceKind kind : ServiceKind.values()) {
      String url = stage.platform().service(kind, 0).url();
      description.documents.put(kind, stage.user().at(url).get("/q/openapi").json());
    }
    return description;
  }

  /** Every operation of every service. */
  public List<Endpoint> endpoints() {
    List<Endpoint> endpoints = new ArrayList<>();
    documents.forEach(
        (kind, document) ->
            document
                .path("paths")
                .properties()
                .forEach(
                    path ->
                        path.getValue().properties().stream()
                            .filter(operation -> METHODS.contains(operation.getKey()))
                            .forEach(
                                operation ->
                                    endpoints.add(
                                        new Endpoint(
                                            kind,
                                            operation.getKey().toUpperCase(Locale.ROOT),
                                            path.getKey(),
                                            sends(operation.getValue()))))));
    return endpoints;
  }

  public JsonNode operation(Endpoint endpoint) {
    return documents
        .get(endpoint.service())
        .path("paths")
        .path(endpoint.path())
        .path(endpoint.method().toLowerCase(Locale.ROOT));
  }

  /** The document of a service. */
  public JsonNode of(ServiceKind kind) {
    return documents.get(kind);
  }

  /**
   * One document of all that is reachable from outside, in a fixed order. A schema that two
   * services name alike must be the same in both.
   */
  public String merged() throws IOException {
    Map<String, JsonNode> paths = new TreeMap<>();
    Map<String, JsonNode> schemas = new TreeMap<>();
    Map<String, JsonNode> security = new TreeMap<>();
    for (JsonNode document : documents.values()) {
      document.path("paths").properties().stream()
          .filter(path -> !path.getKey().startsWith("/internal/"))
          .forEach(path -> put(paths, path.getKey(), path.getValue()));
      JsonNode components = document.path("components");
      components
          .path("schemas")
          .properties()
          .forEach(each -> put(schemas, each.getKey(), each.getValue()));
      components
          .path("securitySchemes")
          .properties()
          .forEach(each -> put(security, each.getKey(), each.getValue()));
    }
    schemas.keySet().retainAll(used(paths.values(), schemas));
    JsonNode first = documents.get(ServiceKind.AUTH);
    ObjectNode merged = JSON.createObjectNode();
    merged.set("openapi", first.path("openapi"));
    merged.set("info", first.path("info"));
    merged.putObject("paths").setAll(paths);
    ObjectNode components = merged.putObject("components");
    components.putObject("schemas").setAll(schemas);
    components.putObject("securitySchemes").setAll(security);
    return JSON.writeValueAsString(merged) + "\n";
  }

  private static void put(Map<String, JsonNode> into, String name, JsonNode value) {
    JsonNode other = into.putIfAbsent(name, value);
    if (other != null && !other.equals(value)) {
      throw new AssertionError("two services mean different things by " + name);
    }
  }

  private static Set<String> used(Iterable<JsonNode> roots, Map<String, JsonNode> schemas) {
    Set<String> used = new HashSet<>();
    List<JsonNode> next = new ArrayList<>();
    roots.forEach(next::add);
    while (!next.isEmpty()) {
      for (JsonNode reference : next.removeLast().findValues("$ref")) {
        String name = reference.asText().replace(SCHEMAS, "");
        if (used.add(name) && schemas.containsKey(name)) {
          next.add(schemas.get(name));
        }
      }
    }
    return used;
  }

  private static String sends(JsonNode operation) {
    for (Map.Entry<String, JsonNode> type :
        operation.path("requestBody").path("content").properties()) {
      return type.getKey();
    }
    return "";
  }
}
