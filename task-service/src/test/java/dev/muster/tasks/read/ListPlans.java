package dev.muster.tasks.read;

import dev.muster.task.TaskStatus;
import dev.muster.tasks.plan.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** The statements that are put together for a list, or for counts. */
public final class ListPlans {
  private static final int MOST = 100_000;
  private static final int PAGE = 20;

  /** A page's rows with routes and last attempts, and a search in each index of each partition. */
  private static final int OF_A_PAGE = 500;

  private ListPlans() {}

  /** Of a page that fills at once, of one that never does, and of the counts. */
  public static List<Statement> all(String ownerId, String agentId, String cursor) {
    UUID owner = UUID.fromString(ownerId);
    IdRange below = new IdRange(null, UUID.fromString(cursor));
    TaskFilter own = filter(owner, IdRange.ALL, Set.of(), null, null, List.of(), null);
    List<Statement> all = new ArrayList<>();
    all.add(page("own", own, false, OF_A_PAGE, ownerId, "21", "0"));
    all.add(page("own below", own.within(below), false, OF_A_PAGE, ownerId, cursor, "21", "0"));
    all.add(
        page(
            "everybody's",
            filter(null, below, Set.of(), null, null, List.of(), null),
            false,
            OF_A_PAGE,
            cursor,
            "21",
            "0"));
    all.add(
        page(
            "of an agent",
            filter(null, IdRange.ALL, Set.of(), UUID.fromString(agentId), null, List.of(), null),
            false,
            OF_A_PAGE,
            agentId,
            agentId,
            "21",
            "0"));
    all.add(
        page(
            "running",
            filter(null, IdRange.ALL, Set.of(TaskStatus.RUNNING), null, null, List.of(), null),
            false,
            500 + OF_A_PAGE,
            "21",
            "0"));
    all.add(
        page(
            "dead letters",
            filter(null, IdRange.ALL, Set.of(), null, "dead_letter", List.of(), null),
            false,
            OF_A_PAGE,
            "dead_letter",
            "21",
            "0"));
    String label = "{\"order\":\"100000070\"}";
    TaskFilter labeled = filter(null, IdRange.ALL, Set.of(), null, null, List.of(label), null);
    all.add(page("with a rare label", labeled, true, OF_A_PAGE, label, "21", "0"));
    all.add(
        page(
            "of a type that nobody has",
            new TaskFilter(owner, IdRange.ALL, Set.of(), null, "none", null, null, List.of(), null),
            false,
            MOST + OF_A_PAGE,
            "none",
            ownerId,
            "21",
            "0"));
    all.add(
        page(
            "with a text that nobody has",
            filter(owner, IdRange.ALL, Set.of(), null, null, List.of(), "none"),
            false,
            4 * 10_000 + OF_A_PAGE,
            "none",
            "none",
            "none",
            ownerId,
            "21",
            "0"));
    all.add(
        new Statement(
            "total of own",
            ListSql.COUNT_ROWS,
            ListSql.count(
                TaskSource.OWN, TaskSource.OWN.condition(own), own.condition(TaskSource.OWN), MOST),
            ListSql.COUNTED + OF_A_PAGE,
            List.of(ownerId)));
    all.add(
        new Statement(
            "how many have a label",
            ListSql.COUNT_ROWS,
            ListSql.labeled(TaskSource.LABELED.condition(labeled)),
            OF_A_PAGE,
            List.of(label)));
    Condition none = new Condition();
    all.add(
        new Statement(
            "count of queued",
            ListSql.COUNT_ROWS,
            CountSql.queued(none),
            2 * CountSql.QUEUED + OF_A_PAGE,
            List.of()));
    all.add(
        new Statement(
            "count of running",
            ListSql.COUNT_ROWS,
            CountSql.running(none),
            500 + OF_A_PAGE,
            List.of()));
    all.add(
        new Statement(
            "counts of the newest",
            ListSql.COUNT_ROWS,
            CountSql.recent(TaskSource.OWN.condition(own), none),
            CountSql.RECENT + OF_A_PAGE,
            List.of(ownerId)));
    return all;
  }

  private static Statement page(
      String name, TaskFilter filter, boolean rare, int most, String... values) {
    TaskSource from = TaskSource.of(filter, rare);
    return new Statement(
        "list: " + name,
        ListSql.COUNT_ROWS,
        ListSql.page(
            from,
            from.condition(filter),
            filter.condition(from),
            filter.text() == null ? MOST : MOST / 10),
        most + PAGE,
        List.of(values));
  }

  private static TaskFilter filter(
      UUID owner,
      IdRange ids,
      Set<TaskStatus> statuses,
      UUID agent,
      String stage,
      List<String> labels,
      String text) {
    return new TaskFilter(owner, ids, statuses, agent, null, null, stage, labels, text);
  }
}
