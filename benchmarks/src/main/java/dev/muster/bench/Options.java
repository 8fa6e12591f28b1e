package dev.muster.bench;

import java.time.Duration;

/** The words after {@code ./muster bench}. */
record Options(String name, Duration length, boolean nativeExecutables) {
  private static final Duration STANDARD = Duration.ofSeconds(20);
  private static final Duration MOST = Duration.ofHours(1);

  static Options parse(String[] words) {
    String name = null;
    Duration length = STANDARD;
    boolean nativeExecutables = false;
    for (int i = 0; i < words.length; i++) {
      switch (words[i]) {
        case "--native" -> nativeExecutables = true;
        case "--seconds" -> length = seconds(i + 1 < words.length ? words[++i] : "");
        default -> {
          if (name != null || words[i].startsWith("-")) {
            throw new IllegalArgumentException(
                "unknown word " + words[i] + "; NAME [--seconds n] [--native]");
          }
          name = words[i];
        }
      }
    }
    if (name == null) {
      throw new IllegalArgumentException("which benchmark? NAME [--seconds n] [--native]");
    }
    return new Options(name, length, nativeExecutables);
  }

  private static Duration seconds(String text) {
    try {
      Duration length = Duration.ofSeconds(Long.parseLong(text));
      if (length.isPositive() && length.compareTo(MOST) <= 0) {
        return length;
      }
    } catch (NumberFormatException e) {
      // Answered below, as a number out of range is.
    }
    throw new IllegalArgumentException("--seconds takes a number from 1 to " + MOST.toSeconds());
  }
}
