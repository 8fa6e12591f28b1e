package dev.muster.kit.http;

import io.vertx.ext.web.RoutingContext;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The beginning of paths, in whole segments, of which {@code *} is any one. Covers a path under
 * {@code /api/v1} as it does the same under {@code /api}; empty segments and parameters of a
 * segment don't count.
 */
public final class PathPrefix {
  private static final String ANY = "*";

  private final List<String> segments;

  private PathPrefix(List<String> segments) {
    this.segments = segments;
  }

  public static PathPrefix of(String text) {
    return new PathPrefix(segments(text));
  }

  public boolean covers(String path) {
    List<String> given = segments(path);
    if (given.size() < segments.size()) {
      return false;
    }
    for (int i = 0; i < segments.size(); i++) {
      String wanted = segments.get(i);
      if (!wanted.equals(ANY) && !wanted.equals(given.get(i))) {
        return false;
      }
    }
    return true;
  }

  /**
   * Every way in which the path of a request may be read: as sent, without dots, and decoded. What
   * guards a path must hold for all of them.
   */
  public static Set<String> readings(RoutingContext routing) {
    Set<String> readings = new LinkedHashSet<>();
    String sent = routing.request().path();
    String path = sent == null ? "/" : sent;
    readings.add(path);
    readings.add(routing.normalizedPath());
    if (path.indexOf('%') >= 0) {
      readings.add(decoded(path));
      readings.add(decoded(routing.normalizedPath()));
    }
    return readings;
  }

  private static String decoded(String path) {
    try {
      return URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException badEscape) {
      return path;
    }
  }

  /** The framework routes {@code /tasks;x} as it does {@code /tasks}. */
  private static String withoutParameters(String segment) {
    int parameters = segment.indexOf(';');
    return parameters < 0 ? segment : segment.substring(0, parameters);
  }

  private static List<String> segments(String path) {
    List<String> segments = new ArrayList<>();
    for (String segment : path.split("/", -1)) {
      String name = withoutParameters(segment);
      if (!name.isEmpty()) {
        segments.add(name);
      }
    }
    if (segments.size() > 1 && segments.get(0).equals("api") && segments.get(1).equals("v1")) {
      segments.remove(1);
    }
    return segments;
  }
}
