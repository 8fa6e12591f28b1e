package dev.muster.tasks.state;

/** What a move takes from a task's allowances (protocol §2). */
public enum Cost {
  NOTHING("nothing"),
  AN_ATTEMPT("one of `max_attempts`"),
  A_LOSS("one of `max_lost`"),
  GIVES_BACK("gives both allowances back");

  private final String words;

  Cost(String words) {
    this.words = words;
  }

  String words() {
    return words;
  }
}
