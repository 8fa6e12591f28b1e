package dev.muster.tasks.engine;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;

/** Which of the moments at which a connection may be lost are such. Asked by many threads. */
public interface FaultPlan {
  boolean strikes(Fault moment);

  static FaultPlan none() {
    return moment -> false;
  }

  /** One fault, at the next moment of its kind, once it is armed. */
  final class Single implements FaultPlan {
    private final AtomicReference<Fault> armed = new AtomicReference<>();

    public void arm(Fault fault) {
      armed.set(fault);
    }

    public void disarm() {
      armed.set(null);
    }

    @Override
    public boolean strikes(Fault moment) {
      return armed.compareAndSet(moment, null);
    }
  }

  /** One of so many moments of each kind, as a seed decides, until it is switched off. */
  final class Seeded implements FaultPlan {
    private final RandomGenerator random;
    private final int oneOf;
    private final Map<Fault, Integer> struck = new EnumMap<>(Fault.class);
    private boolean off;

    public Seeded(RandomGenerator random, int oneOf) {
      this.random = random;
      this.oneOf = oneOf;
    }

    public synchronized void off() {
      off = true;
    }

    public synchronized Map<Fault, Integer> struck() {
      return Map.copyOf(struck);
    }

    @Override
    public synchronized boolean strikes(Fault moment) {
      boolean now = !off && random.nextInt(oneOf) == 0;
      if (now) {
        struck.merge(moment, 1, Integer::sum);
      }
      return now;
    }
  }
}
