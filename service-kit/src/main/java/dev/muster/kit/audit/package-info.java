/**
 * The audit log: who did what to what, from where, and how it ended. A line is written in the
 * transaction of the change that it tells of, so that there is neither one without the other.
 *
 * <p>To record an action, say it inside its transaction. Actor, client address and request id come
 * from the request that is being answered:
 *
 * <pre>{@code
 * audit.record(AuditEvent.of("agent.create").on("agent", id).with("name", name));   // Hibernate, JTA
 * audit.record(connection, AuditEvent.of("task.cancel").on("task", id));            // plain JDBC
 * }</pre>
 *
 * <p>Actions are {@code thing.verb}. Details are a few short strings and never a password, token,
 * key or hash. A refusal has no transaction: {@link dev.muster.kit.audit.RefusalAudit} writes it
 * beside the request, and so few that nobody can fill the disk with them. Every 1003, and every
 * token that is refused before its time is up, is recorded by this package alone.
 *
 * <p>auth-service writes into its own table {@code audit}. Another service says {@code
 * muster.audit.table=audit_outbox} when it is built and makes that table in its first migration (as
 * task-service does); {@link dev.muster.kit.audit.AuditShipper} moves the lines to auth-service and
 * deletes them here after its answer. While auth-service is away they wait.
 */
package dev.muster.kit.audit;
