package dev.muster.gateway.socket;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What a peer offers of permessage-deflate in its {@code Sec-WebSocket-Extensions} (RFC 7692). */
final class DeflateOffer {
  private static final String NAME = "permessage-deflate";
  private static final String ANSWER =
      NAME + "; server_no_context_takeover; client_no_context_takeover";
  private static final String FULL_WINDOW = "; server_max_window_bits=15";

  private DeflateOffer() {}

  /** The answer to the first offer that can be taken; empty when there is none. */
  static Optional<String> answer(List<String> headers) {
    for (String offer : String.join(",", headers).split(",", -1)) {
      String[] parts = offer.split(";", -1);
      if (parts[0].strip().equalsIgnoreCase(NAME)) {
        Optional<String> answer = answer(parts);
        if (answer.isPresent()) {
          return answer;
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<String> answer(String[] parts) {
    String answer = ANSWER;
    Set<String> seen = new HashSet<>();
    for (int i = 1; i < parts.length; i++) {
      String[] parameter = parts[i].split("=", 2);
      String name = parameter[0].strip().toLowerCase(Locale.ROOT);
      String value = parameter.length == 1 ? null : unquoted(parameter[1].strip());
      boolean known =
          switch (name) {
            case "server_no_context_takeover", "client_no_context_takeover" -> value == null;
            case "client_max_window_bits" -> value == null || value.matches("[89]|1[0-5]");
            // The JDK's deflater has no other window.
            case "server_max_window_bits" -> "15".equals(value);
            default -> false;
          };
      if (!known || !seen.add(name)) {
        return Optional.empty();
      }
      if (name.equals("server_max_window_bits")) {
        answer += FULL_WINDOW;
      }
    }
    return Optional.of(answer);
  }

  private static String unquoted(String value) {
    return value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"")
        ? value.substring(1, value.length() - 1)
        : value;
  }
}
