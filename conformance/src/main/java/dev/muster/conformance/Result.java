package dev.muster.conformance;

/** How a check went. */
public sealed interface Result {
  record Ok() implements Result {}

  record Failed(String expected, String seen) implements Result {}

  record Skipped(String why) implements Result {}
}
