package dev.muster.auth.session;

import dev.muster.kit.proxy.ClientAddress;

/**
 * Where a session was opened from.
 *
 * @param userAgent at most 200 characters, none of them a control character; null if it says none
 * @param ip at most 45 characters
 */
record Device(String userAgent, String ip) {
  private static final int MAX_USER_AGENT = 200;

  static Device of(String userAgent, ClientAddress client) {
    return new Device(trimmed(userAgent, MAX_USER_AGENT), client.text());
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
