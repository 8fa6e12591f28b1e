package dev.muster.test.odd;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What nobody should send, and somebody will. */
final class OddTexts {
  /** In an answer, it was written into the head as it came. */
  static final String EVIL_HEADER = "X-Evil";

  private static final String HALF = "\ud800";

  static final List<String> ALL =
      List.of(
          "\0",
          "a\0b",
          HALF,
          "密碼🔑\u202e\u200b",
          "' OR 1=1; DROP TABLE account; --",
          "\"; SELECT pg_sleep(9); --",
          "x\r\n" + EVIL_HEADER + ": yes",
          "%00%0d%0a" + EVIL_HEADER + ":%20yes",
          "../../..",
          "${jndi:ldap://localhost/x}",
          "x".repeat(3_000));

  private OddTexts() {}

  /** For a path or a query. Half a character becomes the three bytes that UTF-8 forbids. */
  static String encoded(String text) {
    return text.equals(HALF)
        ? "%ED%A0%80"
        : URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /** Whether a client can write it into the head of a request at all. */
  static boolean fitsHeader(String text) {
    return text.chars().allMatch(c -> c >= ' ' && c < 0x7f);
  }
}
