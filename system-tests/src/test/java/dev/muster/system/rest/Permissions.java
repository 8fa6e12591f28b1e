package dev.muster.system.rest;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The table {@code permissions.txt}: what each kind of caller gets from each operation. */
public final class Permissions {
  /** In the order of the table's columns. */
  public enum Who {
    ANONYMOUS,
    USER,
    OTHER,
    ADMIN,
    AGENT,
    SERVICE
  }

  private static final Set<String> OUTCOMES = Set.of("ok", "401", "403", "404");

  private final Map<String, Map<Who, String>> rules = new LinkedHashMap<>();

  private Permissions() {}

  public static Permissions read() {
    Permissions permissions = new Permissions();
    try (InputStream file = Permissions.class.getResourceAsStream("/permissions.txt")) {
      new String(file.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .forEach(permissions::add);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return permissions;
  }

  private void add(String line) {
    List<String> words = List.of(line.trim().split(" +", -1));
    List<String> outcomes = words.subList(2, words.size());
    if (outcomes.size() != Who.values().length || !OUTCOMES.containsAll(outcomes)) {
      throw new IllegalArgumentException("no rule: " + line);
    }
    Map<Who, String> rule = new EnumMap<>(Who.class);
    Iterator<String> columns = outcomes.iterator();
    for (Who who : Who.values()) {
      rule.put(who, columns.next());
    }
    if (rules.put(words.get(0) + " " + words.get(1), rule) != null) {
      throw new IllegalArgumentException("a second rule: " + line);
    }
  }

  /** The operations with a rule. */
  public Set<String> names() {
    return rules.keySet();
  }

  /** Empty when there is no rule. */
  public String outcome(Endpoint endpoint, Who who) {
    return rules.getOrDefault(endpoint.name(), Map.of()).getOrDefault(who, "");
  }

  /** What an answer's status says about the permission. */
  public static String outcome(int status) {
    return switch (status) {
      case 401, 403, 404 -> Integer.toString(status);
      case 429 -> "too many";
      default -> status < 500 ? "ok" : "broke with " + status;
    };
  }
}
