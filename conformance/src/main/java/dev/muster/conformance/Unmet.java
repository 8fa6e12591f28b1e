package dev.muster.conformance;

/** The server did something else. */
public final class Unmet extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private static final int LONGEST = 300;

  private final String expected;
  private final String seen;

  public Unmet(Object expected, Object seen) {
    super("expected " + expected + ", seen " + shortened(String.valueOf(seen)));
    this.expected = String.valueOf(expected);
    this.seen = shortened(String.valueOf(seen));
  }

  public String expected() {
    return expected;
  }

  public String seen() {
    return seen;
  }

  private static String shortened(String text) {
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
  }
}
