package dev.muster.tasks.plan;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.muster.wire.FrameCodec;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What a statement did, as EXPLAIN tells it.
 *
 * @param reads rows that were read, also in vain, and searches in indexes
 * @param scanned partitions that were read from one end to the other, with more rows than a few
 */
record Plan(long reads, double milliseconds, List<String> scanned) {
  private static final int FEW = 100;
  private static final String PARTITION = "(task|attempt|task_change|task_log).*_([0-9]{8}|other)";

  /** Does it as the service does, by a plan made without the values, and undoes it. */
  static Plan of(Connection connection, Statement statement) throws SQLException {
    try (var execution = connection.createStatement()) {
      execution.execute("set plan_cache_mode = force_generic_plan");
      if (statement.before() != null) {
        execution.execute(statement.before());
      }
      execution.execute("prepare tried as " + statement.numbered());
      try {
        String values =
            statement.values().stream()
                .map(value -> value == null ? "null" : "'" + value.replace("'", "''") + "'")
                .collect(Collectors.joining(", "));
        try (ResultSet rows =
            execution.executeQuery(
                "explain (analyze, buffers, format json) execute tried"
                    + (values.isEmpty() ? "" : "(" + values + ")"))) {
          rows.next();
          return read(rows.getString(1));
        }
      } finally {
        connection.rollback();
        execution.execute("deallocate tried");
      }
    }
  }

  private static Plan read(String json) {
    try {
      JsonNode whole = FrameCodec.JSON.readTree(json).get(0);
      List<String> scanned = new ArrayList<>();
      long reads = reads(whole.get("Plan"), scanned);
      return new Plan(reads, whole.get("Execution Time").asDouble(), scanned);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static long reads(JsonNode node, List<String> scanned) {
    long reads = 0;
    String relation = node.path("Relation Name").asText();
    String kind = node.path("Node Type").asText();
    if (kind.endsWith("Scan") && (!relation.isEmpty() || node.has("Index Name"))) {
      double each =
          node.path("Actual Rows").asDouble()
              + node.path("Rows Removed by Filter").asDouble()
              + node.path("Rows Removed by Index Recheck").asDouble();
      reads = Math.round(each * node.path("Actual Loops").asDouble());
      if (kind.equals("Seq Scan") && reads > FEW && relation.matches(PARTITION)) {
        scanned.add(relation);
      }
      reads += node.path("Index Searches").asLong();
    }
    for (JsonNode child : node.path("Plans")) {
      reads += reads(child, scanned);
    }
    return reads;
  }
}
