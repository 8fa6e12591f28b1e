/**
 * Redis Streams: entries are written in shared round trips, and read by groups of consumers that
 * acknowledge them after their handler returned. At least once: a handler sees an entry again after
 * a crash, a lost acknowledgement or a flush of Redis, so it must be idempotent.
 */
package dev.muster.kit.stream;
