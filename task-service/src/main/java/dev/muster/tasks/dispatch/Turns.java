package dev.muster.tasks.dispatch;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;

/**
 * Which namespace has the next round. While several have work each gets rounds in the proportion of
 * its weight; one that comes anew begins where the others are, and has nothing saved up. Used by
 * one thread.
 */
final class Turns {
  private final Map<String, Freed.Names> waiting = new HashMap<>();
  private final Map<String, Freed.Names> held = new HashMap<>();

  /** What each has had: its rounds divided by its weight. */
  private final Map<String, Double> had = new HashMap<>();

  private double now;

  void add(String namespace, Freed.Names names) {
    Freed.Names before = held.remove(namespace);
    waiting.merge(namespace, before == null ? names : names.and(before), Freed.Names::and);
    had.putIfAbsent(namespace, now);
  }

  boolean isEmpty() {
    return waiting.isEmpty();
  }

  /** The namespace that has had least. */
  String next() {
    String next =
        waiting.keySet().stream()
            .min(
                Comparator.<String>comparingDouble(had::get)
                    .thenComparing(Comparator.naturalOrder()))
            .orElseThrow();
    now = had.get(next);
    return next;
  }

  Freed.Names names(String namespace) {
    return waiting.get(namespace);
  }

  /** It had a round and wants another. */
  void again(String namespace, int weight) {
    had.merge(namespace, 1.0 / weight, Double::sum);
  }

  /** It has nothing more. */
  void done(String namespace) {
    waiting.remove(namespace);
    had.remove(namespace);
  }

  /** It has its quota: what it wants is kept until something of it changes. */
  void hold(String namespace) {
    Freed.Names names = waiting.get(namespace);
    done(namespace);
    held.put(namespace, names);
  }
}
