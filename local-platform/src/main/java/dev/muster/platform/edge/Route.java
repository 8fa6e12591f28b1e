package dev.muster.platform.edge;

import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * One path of the ingress. A {@code Prefix} matches whole segments, so {@code /ws} takes {@code
 * /ws/agent} and not {@code /wsx}; a slash at the end of either side makes no difference. An {@code
 * Exact} path wins over an equally long prefix. An {@code ImplementationSpecific} path is a prefix
 * too, of segments that are regular expressions, as ingress-nginx reads it.
 *
 * @param patterns of the segments; null for a path that is text
 */
record Route(
    String path, boolean exact, List<String> segments, List<Pattern> patterns, String service) {
  static final Comparator<Route> PRECEDENCE =
      Comparator.<Route>comparingInt(route -> -route.segments.size())
          .thenComparing(route -> !route.exact);

  static Route of(String path, String pathType, String service) {
    if (!path.startsWith("/") || service.isEmpty()) {
      throw new IllegalArgumentException("a route needs an absolute path and a service: " + path);
    }
    return switch (pathType) {
      case "Prefix" -> new Route(path, false, segments(path), null, service);
      case "Exact" -> new Route(path, true, segments(path), null, service);
      case "ImplementationSpecific" ->
          new Route(
              path,
              false,
              segments(path),
              segments(path).stream().map(Pattern::compile).toList(),
              service);
      default ->
          throw new IllegalArgumentException(
              "pathType of " + path + " is none of Prefix, Exact, ImplementationSpecific");
    };
  }

  boolean matches(String requested, List<String> requestedSegments) {
    if (exact) {
      return requested.equals(path);
    }
    if (requestedSegments.size() < segments.size()) {
      return false;
    }
    List<String> beginning = requestedSegments.subList(0, segments.size());
    return patterns == null ? beginning.equals(segments) : matches(beginning);
  }

  private boolean matches(List<String> beginning) {
    for (int i = 0; i < patterns.size(); i++) {
      if (!patterns.get(i).matcher(beginning.get(i)).matches()) {
        return false;
      }
    }
    return true;
  }

  static List<String> segments(String path) {
    String inner = path.startsWith("/") ? path.substring(1) : path;
    if (inner.endsWith("/")) {
      inner = inner.substring(0, inner.length() - 1);
    }
    return inner.isEmpty() ? List.of() : Stream.of(inner.split("/", -1)).toList();
  }
}
