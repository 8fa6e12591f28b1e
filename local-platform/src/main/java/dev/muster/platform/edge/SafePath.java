package dev.muster.platform.edge;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Refuses paths that a service might read differently from the route table: {@code
 * /api/tasks/../../internal} must not reach what is not routed.
 */
final class SafePath {
  private SafePath() {}

  static boolean isSafe(String path) {
    if (path == null || !path.startsWith("/") || path.indexOf('\\') >= 0) {
      return false;
    }
    String lower = path.toLowerCase(Locale.ROOT);
    if (lower.contains("%2f") || lower.contains("%5c") || lower.contains("%00")) {
      return false;
    }
    for (String segment : path.substring(1).split("/", -1)) {
      if (isDots(segment)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isDots(String segment) {
    try {
      String name = URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
      int parameters = name.indexOf(';');
      String plain = parameters < 0 ? name : name.substring(0, parameters);
      return plain.equals(".") || plain.equals("..");
    } catch (IllegalArgumentException badEscape) {
      return true;
    }
  }
}
