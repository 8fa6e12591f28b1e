/**
 * An external control plane that has work for this system ({@code docs/control-plane.md}).
 *
 * <p>One replica at a time asks it, by a {@link dev.muster.tasks.controlplane.Lease} in PostgreSQL.
 * The lease only saves requests: two that ask at once do no harm, as everything is done by keys. A
 * piece of work has one row, and in it the id of its task, chosen before the task is made: whoever
 * dies in between is followed by one who makes the same task. What happened to a task is read from
 * its own events, after the position that the control plane has confirmed last: nothing is lost,
 * and something may be told twice.
 */
package dev.muster.tasks.controlplane;
