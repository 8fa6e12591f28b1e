package dev.muster.tasks.plan;

import static dev.muster.tasks.plan.Sample.same;

import java.sql.SQLException;
import java.util.List;

/** The statements about keys: those that limit what starts, and those of submits. */
final class KeyPlans {
  /** Of an owner's tasks in a route so many are looked at and parked, each sought in two weeks. */
  private static final int AHEAD = 4 * 1_000 + 500;

  private static final String PARKED = "from task where status = 'queued' and stage = 'limited' ";

  private static final String RATES = "from rate_limit where namespace = 'n2' limit 50";

  private KeyPlans() {}

  static List<Statement> all(Sample sample) throws SQLException {
    String keys = sample.many("select concurrency_key " + PARKED + "order by id limit 50");
    String ready = sample.many(Sample.READY.formatted("id"));
    String crowd = "from task where concurrency_key = 'crowd' limit 1";
    String routes = sample.many("select route_id " + crowd);
    String owners = sample.many("select owner_id " + crowd);
    return List.of(
        Statement.of("dispatch.KeySql.RUNNING", 1_000, "n2", keys),
        Statement.of("dispatch.KeySql.TURNS", 100, sample.many("select key " + RATES), "n2"),
        Statement.of(
            "dispatch.KeySql.NOTE_TURNS",
            100,
            "n2",
            sample.many("select key " + RATES),
            same("1000000", 50)),
        Statement.of("dispatch.KeySql.LIMIT", AHEAD, routes, owners, "{crowd}"),
        Statement.of("dispatch.KeySql.WITHOUT_TURN", 1_500, routes, owners, "{crowd}"),
        Statement.of("dispatch.KeySql.RESERVE", 500, ready, same("1000000", 50)),
        Statement.of(
            "queue.KeySql.RELEASE",
            1_000,
            sample.many("select namespace " + PARKED + "order by id limit 50"),
            keys),
        Statement.of("queue.KeySql.WITH_ROOM", 2_000),
        Statement.of("deadline.DeadlineSql.FORGET_TURNS", 10_000));
  }

  /** Of fifty keys, all of which are taken. */
  static List<Statement> ofSubmits(Sample sample) throws SQLException {
    String taken = "from submission_key order by owner_id, kind, scope, key limit 50";
    String owners = sample.many("select owner_id " + taken);
    String kinds = sample.many("select kind " + taken);
    String scopes = sample.many("select scope " + taken);
    String keys = sample.many("select key " + taken);
    String tasks = sample.many("select task_id " + taken);
    String hashes = same("h", 50);
    return List.of(
        Statement.of(
            "submit.SubmissionKeySql.TAKE", 500, owners, kinds, scopes, keys, hashes, tasks),
        Statement.of("submit.SubmissionKeySql.FIND", 1_000, owners, kinds, scopes, keys),
        Statement.of(
            "submit.SubmissionKeySql.GIVE", 500, owners, kinds, scopes, keys, hashes, tasks),
        Statement.of("submit.SubmissionKeySql.RELEASE", 500, owners, kinds, scopes, keys),
        Statement.of("submit.SubmissionKeys.FORGET_OLD", 100));
  }
}
