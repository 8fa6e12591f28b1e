package dev.muster.kit.cache;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Values by name in two generations: when the younger is full the elder is forgotten, except for
 * what was asked for meanwhile. Never holds more than its size. Thread-safe, never blocks.
 */
public final class RecentlyUsed<V> {
  private record Generations<V>(Map<String, V> young, Map<String, V> old) {}

  private final int generationSize;
  private volatile Generations<V> held = new Generations<>(new ConcurrentHashMap<>(), Map.of());

  public RecentlyUsed(int size) {
    generationSize = Math.max(1, size / 2);
  }

  /** Null when there is none, or none any more. */
  public V get(String name) {
    Generations<V> now = held;
    V found = now.young.get(name);
    if (found == null) {
      found = now.old.get(name);
      if (found != null) {
        put(name, found);
      }
    }
    return found;
  }

  public void put(String name, V value) {
    if (held.young.size() >= generationSize) {
      age();
    }
    held.young.put(name, value);
  }

  /** Sees every value that was put before the call. */
  public void forEach(Consumer<V> work) {
    Generations<V> now = held;
    now.old.values().forEach(work);
    now.young.values().forEach(work);
  }

  private synchronized void age() {
    if (held.young.size() >= generationSize) {
      held = new Generations<>(new ConcurrentHashMap<>(), held.young);
    }
  }

  public int size() {
    Generations<V> now = held;
    return now.young.size() + now.old.size();
  }
}
