package dev.muster.platform.edge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.muster.platform.process.PlatformException;
import dev.muster.platform.process.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Which service answers a path, read from a Kubernetes Ingress (networking.k8s.io/v1). */
public final class RouteTable {
  private final List<Route> longestFirst;

  private RouteTable(List<Route> routes) {
    this.longestFirst = routes.stream().sorted(Route.PRECEDENCE).toList();
  }

  /** The table that the product is deployed with, {@code k8s/ingress.yaml}. */
  public static RouteTable ofProduct() {
    try (InputStream in = RouteTable.class.getResourceAsStream("ingress.yaml")) {
      if (in == null) {
        throw new PlatformException("ingress.yaml is not on the class path");
      }
      return parse(in);
    } catch (IOException e) {
      throw new PlatformException("cannot read ingress.yaml: " + Reason.of(e), e);
    }
  }

  /** Reads every path of every rule; hosts are ignored, as the edge has one. */
  static RouteTable parse(InputStream yaml) throws IOException {
    JsonNode ingress = new YAMLMapper().readTree(yaml);
    if (!ingress.path("kind").asText().equals("Ingress")) {
      throw new IOException("not an Ingress");
    }
    List<Route> routes = new ArrayList<>();
    for (JsonNode rule : ingress.path("spec").path("rules")) {
      for (JsonNode path : rule.path("http").path("paths")) {
        routes.add(
            Route.of(
                path.path("path").asText(),
                path.path("pathType").asText(),
                path.path("backend").path("service").path("name").asText()));
      }
    }
    return new RouteTable(routes);
  }

  /** The service for a raw request path; empty when no route matches. */
  public Optional<String> service(String path) {
    List<String> segments = Route.segments(path);
    return longestFirst.stream()
        .filter(route -> route.matches(path, segments))
        .findFirst()
        .map(Route::service);
  }

  public Set<String> services() {
    Set<String> names = new TreeSet<>(Comparator.naturalOrder());
    longestFirst.forEach(route -> names.add(route.service()));
    return names;
  }
}
