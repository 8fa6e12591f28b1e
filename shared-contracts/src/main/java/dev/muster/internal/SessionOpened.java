package dev.muster.internal;

import java.util.List;

/**
 * The answer to {@link SessionOpen}, after the commit.
 *
 * @param epoch counts the agent's connections: a higher one supersedes a lower one everywhere
 * @param leaseMs how long a lost agent is waited for
 * @param abandon attempts that the agent listed and doesn't hold any more; as it named them
 * @param held attempts that are still the agent's, with their leases: those that run, and those
 *     that it listed without a lease and has ended already. Never null
 */
public record SessionOpened(
    long epoch, long leaseMs, List<SessionOpen.Attempt> abandon, List<SessionOpen.Attempt> held) {

  public SessionOpened {
    held = held == null ? List.of() : held;
  }
}
