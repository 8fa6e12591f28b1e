package dev.muster.registry.agent;

import dev.muster.error.ContractException;
import dev.muster.registry.text.CleanText;
import jakarta.ws.rs.QueryParam;
import java.util.Optional;

/** The filters of {@code GET /api/agents}; an empty one is none. */
final class AgentQuery {
  private static final int LONGEST_TEXT = 128;

  @QueryParam("online")
  String online;

  @QueryParam("type")
  String type;

  @QueryParam("tag")
  String tag;

  @QueryParam("capability")
  String capability;

  @QueryParam("namespace")
  String namespace;

  @QueryParam("q")
  String q;

  Optional<Boolean> online() {
    String value = checked("online", online);
    if (value == null) {
      return Optional.empty();
    }
    return switch (value) {
      case "true" -> Optional.of(true);
      case "false" -> Optional.of(false);
      default -> throw ContractException.badParameter("online", "must be true or false");
    };
  }

  AgentFilter filter(boolean publicOnly) {
    return new AgentFilter(
        checked("type", type),
        checked("tag", tag),
        checked("capability", capability),
        checked("namespace", namespace),
        checked("q", q),
        publicOnly);
  }

  private static String checked(String name, String value) {
    if (value == null || value.isEmpty()) {
      return null;
    }
    if (value.length() > LONGEST_TEXT || !CleanText.isStorable(value)) {
      throw ContractException.badParameter(
          name, "must have at most " + LONGEST_TEXT + " characters, without NUL");
    }
    return value;
  }
}
