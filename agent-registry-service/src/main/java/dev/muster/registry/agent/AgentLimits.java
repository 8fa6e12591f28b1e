package dev.muster.registry.agent;

/** The bounds of an agent's fields (protocol §6), as the table checks them too. */
public final class AgentLimits {
  public static final int NAME = 128;
  public static final int DESCRIPTION = 2_000;
  public static final int LABEL = 64;
  public static final int LIST = 64;
  public static final int META_BYTES = 16_384;
  public static final int MIN_CONCURRENCY = 1;
  public static final int MAX_CONCURRENCY = 1_000;

  public static final String TYPE = "[A-Za-z0-9._/-]{1,64}";
  public static final String TYPE_SAYS = "must be 1 to 64 letters, digits, dots, dashes or slashes";

  public static final String CAPABILITY = "[a-z0-9._-]{1,64}";
  public static final String CAPABILITY_SAYS =
      "must be 1 to 64 lower-case letters, digits, dots, underscores or dashes";

  public static final String TOOL = "[A-Za-z0-9._-]{1,64}";
  public static final String TOOL_SAYS =
      "must be 1 to 64 letters, digits, dots, underscores or dashes";

  public static final String VISIBILITY = "public|private";
  public static final String VISIBILITY_SAYS = "must be public or private";

  /** No comma: it would end the token in {@code Sec-WebSocket-Protocol}. */
  public static final String TOKEN = "[!-+\\--~]{16,256}";

  public static final String TOKEN_SAYS =
      "must be 16 to 256 visible ASCII characters without comma";

  private AgentLimits() {}
}
