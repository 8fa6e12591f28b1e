package dev.muster.tasks.read;

import dev.muster.tasks.sql.Sql;
import java.util.ArrayList;
import java.util.List;

/** The parts of a condition that are needed, and their parameters, in one order. */
final class Condition {
  private final StringBuilder text = new StringBuilder();
  private final List<Sql.Param> params = new ArrayList<>();

  Condition and(String part, Object... values) {
    text.append(text.isEmpty() ? "" : " and ").append('(').append(part).append(')');
    for (Object value : values) {
      params.add(Sql.value(value));
    }
    return this;
  }

  /** Nothing is asked for. */
  boolean isEmpty() {
    return text.isEmpty();
  }

  String text() {
    return isEmpty() ? "true" : text.toString();
  }

  List<Sql.Param> params() {
    return params;
  }
}
