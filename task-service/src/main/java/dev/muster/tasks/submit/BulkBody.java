package dev.muster.tasks.submit;

import dev.muster.error.ContractException;
import java.util.ArrayList;
import java.util.List;

/**
 * Where the tasks of a bulk submit are in its body: one on each line, or the elements of an array.
 * Only their bounds are looked for, so that each is judged by itself.
 */
final class BulkBody {
  /** The bytes of one task. */
  record Slice(int from, int length) {}

  private final byte[] body;
  private final int most;
  private final List<Slice> slices = new ArrayList<>();

  private BulkBody(byte[] body, int most) {
    this.body = body;
    this.most = most;
  }

  /** The lines that aren't blank. */
  static List<Slice> lines(byte[] body, int most) {
    BulkBody lines = new BulkBody(body, most);
    int from = 0;
    for (int i = 0; i <= body.length; i++) {
      if (i == body.length || body[i] == '\n') {
        lines.add(from, i, false);
        from = i + 1;
      }
    }
    return lines.found();
  }

  /** Throws 1001 for what is no array. */
  static List<Slice> elements(byte[] body, int most) {
    BulkBody array = new BulkBody(body, most);
    array.split();
    return array.found();
  }

  private void split() {
    int at = afterBlanks(0);
    if (at == body.length || body[at] != '[') {
      throw ContractException.badParameter("", "must be an array of tasks");
    }
    int from = at + 1;
    boolean none =
        from < body.length && afterBlanks(from) < body.length && body[afterBlanks(from)] == ']';
    int depth = 1;
    boolean inText = false;
    for (at = from; at < body.length && depth > 0; at++) {
      byte here = body[at];
      if (inText) {
        if (here == '\\') {
          at++;
        } else if (here == '"') {
          inText = false;
        }
        continue;
      }
      switch (here) {
        case '"' -> inText = true;
        case '[', '{' -> depth++;
        case ']', '}' -> depth--;
        default -> {}
      }
      if (depth == 0 || (depth == 1 && here == ',')) {
        if (!none) {
          add(from, at, true);
        }
        from = at + 1;
      }
    }
    if (depth > 0 || body[at - 1] != ']' || afterBlanks(at) < body.length) {
      throw ContractException.badParameter("", "not well-formed JSON");
    }
  }

  private void add(int from, int to, boolean alsoBlank) {
    if (alsoBlank || afterBlanks(from) < to) {
      slices.add(new Slice(from, to - from));
    }
    if (slices.size() > most) {
      throw ContractException.badParameter("", "has more than " + most + " tasks");
    }
  }

  private List<Slice> found() {
    if (slices.isEmpty()) {
      throw ContractException.badParameter("", "has no tasks");
    }
    return slices;
  }

  private int afterBlanks(int from) {
    int at = from;
    while (at < body.length
        && (body[at] == ' ' || body[at] == '\t' || body[at] == '\r' || body[at] == '\n')) {
      at++;
    }
    return at;
  }
}
