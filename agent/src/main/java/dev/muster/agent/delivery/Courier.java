package dev.muster.agent.delivery;

import dev.muster.wire.Ack;
import dev.muster.wire.AgentSignal;
import dev.muster.wire.AttemptRef;
import dev.muster.wire.Frame;
import dev.muster.wire.ResendPolicy;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.logging.Logger;

/**
 * Keeps every frame that needs an acknowledgement until it has one: sends it in the order of
 * posting, again when the acknowledgement is late, and again on the next connection, always under
 * the same {@code message_id}. Its memory is bounded by those who post: logs by their window,
 * outcomes by the slots.
 */
public final class Courier implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger("muster.delivery");

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Map<String, Parcel> parcels = new LinkedHashMap<>();
  private final Thread resender;
  private Link link;
  private ResendPolicy policy = ResendPolicy.DEFAULT;
  private boolean closed;

  public Courier() {
    resender = Thread.ofVirtual().name("resend").unstarted(this::resendLate);
    resender.start();
  }

  public void post(Frame<AgentSignal> frame, Receipt receipt) {
    lock.lock();
    try {
      Parcel parcel = new Parcel(frame, receipt);
      parcels.put(frame.messageId(), parcel);
      if (link != null) {
        hand(parcel);
      }
    } finally {
      lock.unlock();
    }
  }

  /** From now on frames go here; all that are unacknowledged go first, in their old order. */
  public void attach(Link newLink, ResendPolicy newPolicy) {
    lock.lock();
    try {
      link = newLink;
      policy = newPolicy;
      for (Parcel parcel : parcels.values()) {
        parcel.sends = 0;
        hand(parcel);
      }
    } finally {
      lock.unlock();
    }
  }

  public void detach(Link oldLink) {
    lock.lock();
    try {
      if (link == oldLink) {
        link = null;
        parcels.values().forEach(parcel -> parcel.due = Parcel.NOT_DUE);
      }
    } finally {
      lock.unlock();
    }
  }

  public void acknowledged(Ack ack) {
    Parcel parcel;
    lock.lock();
    try {
      parcel = parcels.get(ack.messageId());
    } finally {
      lock.unlock();
    }
    if (parcel == null) {
      return;
    }
    boolean settled = parcel.receipt.settledBy(ack);
    lock.lock();
    try {
      if (settled) {
        parcels.remove(ack.messageId());
      } else if (parcel.due != Parcel.NOT_DUE) {
        parcel.due =
            System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(policy.delayMs(parcel.sends));
      }
    } finally {
      lock.unlock();
    }
  }

  /** Nothing more is sent about this attempt. */
  public void forget(AttemptRef attempt) {
    lock.lock();
    try {
      parcels.values().removeIf(parcel -> parcel.isAbout(attempt));
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void hand(Parcel parcel) {
    Link to = link;
    parcel.due = Parcel.NOT_DUE;
    to.send(parcel.frame, () -> sent(parcel, to));
  }

  private void sent(Parcel parcel, Link through) {
    lock.lock();
    try {
      if (link == through && parcels.containsKey(parcel.frame.messageId())) {
        parcel.sends++;
        parcel.due =
            System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(policy.delayMs(parcel.sends));
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  private void resendLate() {
    lock.lock();
    try {
      while (!closed) {
        long now = System.nanoTime();
        long wait = Long.MAX_VALUE;
        var each = parcels.values().iterator();
        while (link != null && each.hasNext()) {
          Parcel parcel = each.next();
          if (parcel.due == Parcel.NOT_DUE) {
            continue;
          }
          if (parcel.due - now > 0) {
            wait = Math.min(wait, parcel.due - now);
          } else if (parcel.sends >= policy.tries() && !parcel.keptUntilAcknowledged()) {
            LOG.warning(() -> "No acknowledgement of " + parcel + ", given up");
            each.remove();
          } else {
            if (parcel.sends == policy.tries()) {
              LOG.warning(() -> "No acknowledgement of " + parcel + " yet, sent on and on");
            }
            hand(parcel);
          }
        }
        if (wait == Long.MAX_VALUE) {
          changed.await();
        } else {
          long unused = changed.awaitNanos(wait);
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
  }
}
