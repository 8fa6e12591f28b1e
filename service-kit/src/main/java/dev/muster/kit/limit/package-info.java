/** How often something may be done: token buckets in Redis, and in the process while it is away. */
package dev.muster.kit.limit;
