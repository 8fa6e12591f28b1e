package dev.muster.registry.namespace;

/** The bounds of a namespace's fields, as the table checks them too. */
public final class NamespaceLimits {
  public static final String NAME = "[a-z0-9._-]{1,64}";
  public static final String NAME_SAYS =
      "must be 1 to 64 lower-case letters, digits, dots, underscores or dashes";
  static final int DESCRIPTION = 2_000;
  static final int MAX_WEIGHT = 1_000;
  static final int MAX_QUOTA = 1_000_000;
  static final int SERVER = 128;

  private NamespaceLimits() {}
}
