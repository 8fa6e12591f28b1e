/**
 * Connections to Redis that can be given up. The client's pool hands a connection that stopped
 * answering to the next user; whatever waits long on one, or sends much over it, takes a {@link
 * dev.muster.kit.redis.RedisSession} instead.
 */
package dev.muster.kit.redis;
