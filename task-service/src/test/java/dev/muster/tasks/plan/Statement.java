package dev.muster.tasks.plan;

import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.List;

/**
 * A statement of the service and the values to try it with, as literals.
 *
 * @param before what its transaction does first; null for nothing
 * @param most rows and index searches that it may cost
 */
public record Statement(String name, String before, String sql, int most, List<String> values) {

  /** A constant, by package, class and name. */
  static Statement of(String constant, int most, String... values) {
    int dot = constant.lastIndexOf('.');
    try {
      Field field =
          Class.forName("dev.muster.tasks." + constant.substring(0, dot))
              .getDeclaredField(constant.substring(dot + 1));
      field.setAccessible(true);
      return new Statement(constant, null, (String) field.get(null), most, Arrays.asList(values));
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException("no statement " + constant, e);
    }
  }

  /** With $1, $2 … as PREPARE wants them. */
  String numbered() {
    StringBuilder text = new StringBuilder();
    int number = 0;
    for (int i = 0; i < sql.length(); i++) {
      if (sql.charAt(i) == '?') {
        text.append('$').append(++number);
      } else {
        text.append(sql.charAt(i));
      }
    }
    if (number != values.size()) {
      throw new IllegalArgumentException(name + " has " + number + " parameters");
    }
    return text.toString();
  }

  @Override
  public String toString() {
    return name;
  }
}
