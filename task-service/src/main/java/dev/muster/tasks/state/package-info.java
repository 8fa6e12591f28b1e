/**
 * A task's states and every way from one to another, as one table: protocol §2. The statements that
 * move tasks name the states they start from in their {@code WHERE}; the tests let the database
 * refuse every move that isn't in the table, and make each one that is. {@code docs/task-states.md}
 * is written from it.
 */
package dev.muster.tasks.state;
