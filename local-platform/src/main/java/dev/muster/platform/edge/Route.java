package dev.muster.platform.edge;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * One path of the ingress. A {@code Prefix} matches whole segments, so {@code /ws} takes {@code
 * /ws/agent} and not {@code /wsx}; a slash at the end of either side makes no difference. An {@code
 * Exact} path wins over an equally long prefix.
 */
record Route(String path, boolean exact, List<String> segments, String service) {
  static final Comparator<Route> PRECEDENCE =
      Comparator.<Route>comparingInt(route -> -route.segments.size())
          .thenComparing(route -> !route.exact);

  static Route of(String path, String pathType, String service) {
    if (!path.startsWith("/") || service.isEmpty()) {
      throw new IllegalArgumentException("a route needs an absolute path and a service: " + path);
    }
    return switch (pathType) {
      case "Prefix" -> new Route(path, false, segments(path), service);
      case "Exact" -> new Route(path, true, segments(path), service);
      default ->
          throw new IllegalArgumentException(
              "pathType of " + path + " is neither Prefix nor Exact");
    };
  }

  boolean matches(String requested, List<String> requestedSegments) {
    if (exact) {
      return requested.equals(path);
    }
    return requestedSegments.size() >= segments.size()
        && requestedSegments.subList(0, segments.size()).equals(segments);
  }

  static List<String> segments(String path) {
    String inner = path.startsWith("/") ? path.substring(1) : path;
    if (inner.endsWith("/")) {
      inner = inner.substring(0, inner.length() - 1);
    }
    return inner.isEmpty() ? List.of() : Stream.of(inner.split("/", -1)).toList();
  }
}
