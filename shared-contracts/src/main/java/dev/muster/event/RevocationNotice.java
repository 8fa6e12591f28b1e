package dev.muster.event;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;

/**
 * An identity or token that is refused from now on, on {@code identity.revoked} and in the denylist
 * of auth-service.
 *
 * @param id the token's {@code jti}, the session's {@code sid}, the user's, agent's or API key's
 *     id, the signing key's {@code kid}
 * @param issuedBefore epoch seconds: tokens with an {@code iat} at or before it are refused
 * @param until epoch seconds after which no such token can be valid any more
 */
public record RevocationNotice(Kind kind, String id, long issuedBefore, long until) {

  /** What the id names. */
  public enum Kind {
    TOKEN,
    SESSION,
    USER,
    AGENT,
    API_KEY,
    /** A key that signs tokens: whoever has it could make any of them. */
    SIGNING_KEY;

    public String wire() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public String toJson() {
    return JsonMessages.object()
        .put("kind", kind.wire())
        .put("id", id)
        .put("issued_before", issuedBefore)
        .put("until", until)
        .toString();
  }

  /** Throws {@link IllegalArgumentException} for anything else. */
  public static RevocationNotice parse(String json) {
    JsonNode node = JsonMessages.read(json);
    return new RevocationNotice(
        Kind.valueOf(JsonMessages.text(node, "kind").toUpperCase(Locale.ROOT)),
        JsonMessages.text(node, "id"),
        node.path("issued_before").asLong(),
        node.path("until").asLong());
  }
}
