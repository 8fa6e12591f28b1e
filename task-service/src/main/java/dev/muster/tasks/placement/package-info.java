/**
 * Why a task isn't running, in words and data. What is told is what holds at this moment, read from
 * the rows that a dispatch round reads; nothing is kept for it, and the queue never waits for it.
 *
 * <p>A user is told of its own task, of public agents and of the agent that the task names; of
 * other users' tasks only numbers.
 */
package dev.muster.tasks.placement;
