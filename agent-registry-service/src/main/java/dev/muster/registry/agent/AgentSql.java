package dev.muster.registry.agent;

/**
 * The statements that lists are made of. Each filter has an index: a name's order, a namespace or a
 * type come from a B-tree in the order of the list; a tag, a capability and a part of the text from
 * a GIN index, whose few rows are sorted. PostgreSQL picks by what is rarest.
 */
final class AgentSql {
  static final String ORDER = " order by name, id";

  /** For a page. */
  static final String ROWS = "select * from agent";

  static final String COUNT = "select count(*) from agent";

  /**
   * For a filter that PostgreSQL can't apply: all ids in the list's order, 16 bytes each, as one
   * value. A row for each of 20,000 costs both ends more than the reading.
   */
  static final String IDS =
      "select string_agg(uuid_send(id), cast('' as bytea) order by name, id) from agent";

  // A literal, so that the planner can use the index of public agents.
  static final String PUBLIC_ONLY = "visibility = 'public'";
  static final String TYPE = "type = :type";
  static final String NAMESPACE = "namespace = :namespace";
  static final String TAG = "tags @> cast(array[:tag] as varchar[])";
  static final String CAPABILITY = "capabilities @> cast(array[:capability] as varchar[])";
  static final String TEXT = "search_text like :text escape '!'";

  private AgentSql() {}
}
