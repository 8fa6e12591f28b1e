package dev.muster.gateway.agent;

import java.util.ArrayList;
import java.util.List;

/** What an agent says before its session is open, bounded: the rest it has to say again. */
final class EarlyFrames {
  private static final int MOST = 256;
  private static final int MOST_CHARACTERS = 1 << 20;

  private final List<String> frames = new ArrayList<>();
  private int characters;

  /** False when there is no more room. */
  boolean add(String text) {
    if (frames.size() >= MOST || characters + text.length() > MOST_CHARACTERS) {
      return false;
    }
    characters += text.length();
    return frames.add(text);
  }

  List<String> take() {
    List<String> taken = List.copyOf(frames);
    frames.clear();
    characters = 0;
    return taken;
  }
}
