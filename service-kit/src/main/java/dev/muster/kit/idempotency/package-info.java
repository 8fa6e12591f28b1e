/**
 * {@code Idempotency-Key} (contract §1): a POST that creates may be repeated without a second
 * effect.
 *
 * <p>A service that uses it sets {@code muster.idempotency.table=true} when it is built, and makes
 * the table in its first migration:
 *
 * <pre>{@code
 * CREATE TABLE idempotency_key (
 *   owner        varchar(128) NOT NULL,
 *   path         varchar(128) NOT NULL,
 *   key          varchar(255) NOT NULL CHECK (key <> ''),
 *   request_salt bytea NOT NULL CHECK (octet_length(request_salt) = 16),
 *   request_hash bytea NOT NULL CHECK (octet_length(request_hash) = 32),
 *   resource_id  uuid NOT NULL,
 *   created_at   timestamptz NOT NULL,
 *   PRIMARY KEY (owner, path, key)
 * );
 * CREATE INDEX idempotency_key_by_age ON idempotency_key (created_at);
 * }</pre>
 */
package dev.muster.kit.idempotency;
