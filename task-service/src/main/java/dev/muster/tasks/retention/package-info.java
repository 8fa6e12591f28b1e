/**
 * What is old goes. A task and all that belongs to it are in the partitions of the week in which it
 * was made; when every task of a week is too old, its partitions are dropped, which costs nothing
 * however many rows they have. What isn't finished, or hasn't been for long enough, moves to the
 * default partitions before and is deleted there row by row when its time comes.
 *
 * <p>Dropping shuts everybody out of the tables for as long as it takes, so what is slow is done
 * before: the tasks to keep are looked for while others work. Meanwhile no finished task of
 * whatever week is redriven. Whoever doesn't get the tables in half a second lets the others pass,
 * as they wait behind it, and tries again.
 */
package dev.muster.tasks.retention;
