package dev.muster.auth.session;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;

/**
 * Where a session was opened from, as far as it says. Both may be null.
 *
 * @param userAgent at most 200 characters, none of them a control character
 * @param ip at most 45 characters
 */
record Device(String userAgent, String ip) {
  private static final int MAX_USER_AGENT = 200;
  private static final int MAX_IP = 45;

  static Device of(HttpServerRequest request) {
    SocketAddress address = request.remoteAddress();
    return new Device(
        trimmed(request.getHeader("User-Agent"), MAX_USER_AGENT),
        trimmed(address == null ? null : address.hostAddress(), MAX_IP));
  }

  static String trimmed(String text, int max) {
    if (text == null) {
      return null;
    }
    String visible = text.replaceAll("[\\p{Cc}\\p{Cs}]", "").strip();
    if (visible.length() <= max) {
      return visible;
    }
    boolean splitsPair = Character.isHighSurrogate(visible.charAt(max - 1));
    return visible.substring(0, splitsPair ? max - 1 : max);
  }
}
