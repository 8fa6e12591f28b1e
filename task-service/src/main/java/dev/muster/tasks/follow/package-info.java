/**
 * Requests that are answered as things happen: event streams, and answers that wait. A replica
 * holds a bounded number of them, each on its thread. What they tell is read from PostgreSQL by
 * position; news from Redis only say when to look, so nothing is missed or repeated whatever
 * happens to them.
 */
package dev.muster.tasks.follow;
