/**
 * Redis pub/sub: at most once, to whoever listens at that moment. Whoever needs more catches up
 * from the truth each time {@code onSubscribed} is called.
 */
package dev.muster.kit.channel;
