package dev.muster.registry.agent;

/** The bounds of an agent's fields (protocol §6), as the table checks them too. */
final class AgentLimits {
  static final int NAME = 128;
  static final int DESCRIPTION = 2_000;
  static final int LABEL = 64;
  static final int LIST = 64;
  static final int META_BYTES = 16_384;
  static final int MIN_CONCURRENCY = 1;
  static final int MAX_CONCURRENCY = 1_000;

  static final String TYPE = "[A-Za-z0-9._/-]{1,64}";
  static final String TYPE_SAYS = "must be 1 to 64 letters, digits, dots, dashes or slashes";

  static final String CAPABILITY = "[a-z0-9._-]{1,64}";
  static final String CAPABILITY_SAYS =
      "must be 1 to 64 lower-case letters, digits, dots, underscores or dashes";

  static final String TOOL = "[A-Za-z0-9._-]{1,64}";
  static final String TOOL_SAYS = "must be 1 to 64 letters, digits, dots, underscores or dashes";

  static final String VISIBILITY = "public|private";
  static final String VISIBILITY_SAYS = "must be public or private";

  /** No comma: it would end the token in {@code Sec-WebSocket-Protocol}. */
  static final String TOKEN = "[!-+\\--~]{16,256}";

  static final String TOKEN_SAYS = "must be 16 to 256 visible ASCII characters without comma";

  private AgentLimits() {}
}
