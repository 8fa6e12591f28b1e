/**
 * Who follows the output of a task, so that its agent sends it as it is written and otherwise
 * gathers it. Watches are kept in Redis and renewed by those who follow; each ends by itself. When
 * Redis is emptied, the next renewals make it right; when a stop gets lost, the agent stops by
 * itself. Nothing but the speed of output depends on it.
 */
package dev.muster.tasks.watch;
