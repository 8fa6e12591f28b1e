package dev.muster.internal;

import java.util.List;

/**
 * The answer to {@link SessionOpen}, after the commit.
 *
 * @param epoch counts the agent's connections: a higher one supersedes a lower one everywhere
 * @param leaseMs how long a lost agent is waited for
 * @param abandon attempts that the agent listed and doesn't hold any more
 */
public record SessionOpened(long epoch, long leaseMs, List<SessionOpen.Attempt> abandon) {}
