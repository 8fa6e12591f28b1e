package dev.muster.bench;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/** An answer of HTTP/1.1 that is read when all of it is there, by its length or by its chunks. */
record HttpAnswer(int status, String body) {
  private static final String LENGTH = "\r\ncontent-length:";
  private static final String CHUNKED = "\r\ntransfer-encoding: chunked\r\n";

  /** Empty while something is missing. */
  static Optional<HttpAnswer> read(Buffer received) {
    String text = received.toString(StandardCharsets.ISO_8859_1);
    int end = text.indexOf("\r\n\r\n");
    if (end < 0) {
      return Optional.empty();
    }
    int status = Integer.parseInt(text, 9, 12, 10);
    String head = text.substring(0, end + 2).toLowerCase(Locale.ROOT);
    int body = end + 4;
    if (head.contains(CHUNKED)) {
      return chunks(text, body).map(all -> new HttpAnswer(status, all));
    }
    int length = length(head);
    return text.length() < body + length
        ? Optional.empty()
        : Optional.of(new HttpAnswer(status, text.substring(body, body + length)));
  }

  boolean ok() {
    return status / 100 == 2;
  }

  private static Optional<String> chunks(String text, int from) {
    if (!text.endsWith("0\r\n\r\n")) {
      return Optional.empty();
    }
    StringBuilder all = new StringBuilder();
    for (int at = from; ; ) {
      int line = text.indexOf("\r\n", at);
      if (line < 0) {
        return Optional.empty();
      }
      int length = Integer.parseInt(text, at, line, 16);
      if (length == 0) {
        return Optional.of(all.toString());
      }
      if (text.length() < line + 4 + length) {
        return Optional.empty();
      }
      all.append(text, line + 2, line + 2 + length);
      at = line + 4 + length;
    }
  }

  private static int length(String head) {
    int at = head.indexOf(LENGTH);
    if (at < 0) {
      return 0;
    }
    int from = at + LENGTH.length();
    return Integer.parseInt(head.substring(from, head.indexOf('\r', from)).strip());
  }
}
