package dev.muster.conformance.raw;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/** The request of an opening handshake (RFC 6455 §4.1), right unless it is changed. */
public final class Upgrade {
  private static final String MAGIC = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
  private static final int LONGEST_ANSWER = 64 << 10;

  private final String key;
  private final URI url;
  private final Map<String, String> headers = new LinkedHashMap<>();
  private String method = "GET";

  public Upgrade(URI url) {
    byte[] nonce = new byte[16];
    ThreadLocalRandom.current().nextBytes(nonce);
    this.key = Base64.getEncoder().encodeToString(nonce);
    this.url = url;
    headers.put("Host", url.getRawAuthority());
    headers.put("Upgrade", "websocket");
    headers.put("Connection", "Upgrade");
    headers.put("Sec-WebSocket-Key", key);
    headers.put("Sec-WebSocket-Version", "13");
  }

  public Upgrade method(String other) {
    method = other;
    return this;
  }

  public Upgrade with(String name, String value) {
    headers.put(name, value);
    return this;
  }

  public Upgrade without(String name) {
    headers.remove(name);
    return this;
  }

  /** What the server must answer to the key. */
  public String accept() {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-1")
              .digest((key + MAGIC).getBytes(StandardCharsets.US_ASCII));
      return Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  Answer over(RawSocket socket) throws IOException {
    String path = url.getRawPath().isEmpty() ? "/" : url.getRawPath();
    StringBuilder request =
        new StringBuilder(method + " " + path)
            .append(url.getRawQuery() == null ? "" : "?" + url.getRawQuery())
            .append(" HTTP/1.1\r\n");
    headers.forEach(
        (name, value) -> request.append(name).append(": ").append(value).append("\r\n"));
    socket.send(request.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
    StringBuilder answer = new StringBuilder();
    while (answer.indexOf("\r\n\r\n") < 0) {
      int octet = socket.read();
      if (octet < 0 || answer.length() > LONGEST_ANSWER) {
        throw new IOException("no HTTP answer");
      }
      answer.append((char) octet);
    }
    return Answer.of(answer.toString());
  }

  /** The status and the headers, their names in lower case. */
  public record Answer(int status, Map<String, List<String>> headers) {
    static Answer of(String text) throws IOException {
      String[] lines = text.split("\r\n", -1);
      String[] first = lines[0].split(" ", 3);
      if (first.length < 2 || !first[0].startsWith("HTTP/1.") || !first[1].matches("\\d{3}")) {
        throw new IOException("not HTTP: " + lines[0]);
      }
      Map<String, List<String>> headers = new LinkedHashMap<>();
      for (int i = 1; i < lines.length; i++) {
        int colon = lines[i].indexOf(':');
        if (colon > 0) {
          headers
              .computeIfAbsent(
                  lines[i].substring(0, colon).toLowerCase(Locale.ROOT), name -> new ArrayList<>())
              .add(lines[i].substring(colon + 1).strip());
        }
      }
      return new Answer(Integer.parseInt(first[1]), headers);
    }

    public Optional<String> header(String name) {
      return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)))
          .map(values -> String.join(", ", values));
    }
  }
}
