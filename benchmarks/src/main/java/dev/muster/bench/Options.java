package dev.muster.bench;

import java.nio.file.Path;
import java.time.Duration;

/**
 * The words after {@code ./muster bench}.
 *
 * @param peer whether another library is measured beside
 * @param recordings folder for flight recordings; null for none
 * @param queued tasks that wait for absent agents, of {@code backlog}
 * @param finished tasks that have ended, of {@code backlog}
 */
record Options(
    String name,
    Duration length,
    boolean nativeExecutables,
    boolean peer,
    Path recordings,
    int queued,
    int finished) {
  private static final Duration STANDARD = Duration.ofSeconds(20);
  private static final int LONGEST_SECONDS = 3_600;
  private static final int QUEUED = 1_000_000;
  private static final int FINISHED = 10_000_000;
  private static final int MOST = 100_000_000;
  private static final String USAGE =
      "NAME [--seconds n] [--native] [--no-peer] [--jfr DIR] [--queued n] [--finished n]";

  Options(String name, Duration length, boolean nativeExecutables) {
    this(name, length, nativeExecutables, true, null, QUEUED, FINISHED);
  }

  static Options parse(String[] words) {
    String name = null;
    Duration length = STANDARD;
    boolean nativeExecutables = false;
    boolean peer = true;
    Path recordings = null;
    int queued = QUEUED;
    int finished = FINISHED;
    for (int i = 0; i < words.length; i++) {
      String next = i + 1 < words.length ? words[i + 1] : "";
      switch (words[i]) {
        case "--native" -> nativeExecutables = true;
        case "--no-peer" -> peer = false;
        case "--seconds" -> {
          length = Duration.ofSeconds(number("--seconds", next, 1, LONGEST_SECONDS));
          i++;
        }
        case "--jfr" -> {
          recordings = folder(next);
          i++;
        }
        case "--queued" -> {
          queued = number("--queued", next, 0, MOST);
          i++;
        }
        case "--finished" -> {
          finished = number("--finished", next, 0, MOST);
          i++;
        }
        default -> {
          if (name != null || words[i].startsWith("-")) {
            throw new IllegalArgumentException("unknown word " + words[i] + "; " + USAGE);
          }
          name = words[i];
        }
      }
    }
    if (name == null) {
      throw new IllegalArgumentException("which benchmark? " + USAGE);
    }
    return new Options(name, length, nativeExecutables, peer, recordings, queued, finished);
  }

  private static Path folder(String text) {
    if (text.isEmpty()) {
      throw new IllegalArgumentException("--jfr takes a folder");
    }
    return Path.of(text).toAbsolutePath();
  }

  private static int number(String option, String text, int least, int most) {
    try {
      int number = Integer.parseInt(text);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Answered below, as a number out of range is.
    }
    throw new IllegalArgumentException(option + " takes a number from " + least + " to " + most);
  }
}
