package dev.muster.kit.http;

import dev.muster.id.Ids;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.regex.Pattern;

/** What is known of a request before anything else looks at it; kept with its routing context. */
record RequestMark(String requestId, Optional<String> traceparent, Framing framing) {
  static final String REQUEST_ID = "X-Request-ID";
  private static final String KEY = "muster.request";
  private static final Pattern VISIBLE = Pattern.compile("[\\x21-\\x7e]{1,128}");
  private static final Pattern TRACEPARENT =
      Pattern.compile("(?!ff)[0-9a-f]{2}-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}");

  static RequestMark of(RoutingContext routing) {
    RequestMark known = routing.get(KEY);
    if (known != null) {
      return known;
    }
    RequestMark made =
        read(
            routing.request().path(),
            routing.request().getHeader(REQUEST_ID),
            routing.request().getHeader("traceparent"));
    routing.put(KEY, made);
    return made;
  }

  static RequestMark read(String path, String requestId, String traceparent) {
    boolean usable = requestId != null && VISIBLE.matcher(requestId).matches();
    return new RequestMark(
        usable ? requestId : Ids.next().toString(),
        Optional.ofNullable(traceparent).filter(text -> TRACEPARENT.matcher(text).matches()),
        Framing.of(path == null ? "/" : path));
  }

  /** The 32 hex digits that join the logs of all services. */
  Optional<String> traceId() {
    return traceparent.map(text -> text.substring(3, 35));
  }
}
