/**
 * The way to PostgreSQL: a bound in front of the pool, transactions in plain JDBC, and what a
 * failure of either means. None of it needs a database to be configured until it is used.
 */
package dev.muster.kit.db;
