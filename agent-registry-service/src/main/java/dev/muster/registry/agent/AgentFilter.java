package dev.muster.registry.agent;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which agents a list holds, as far as PostgreSQL knows; null admits all.
 *
 * @param text part of the name, the description or a tag, in any case
 * @param publicOnly for callers that may not see private agents
 */
record AgentFilter(
    String type, String tag, String capability, String namespace, String text, boolean publicOnly) {

  /** A {@code where} clause over the table, or nothing; its parameters are given by name. */
  String where() {
    List<String> conditions = new ArrayList<>();
    if (publicOnly) {
      conditions.add(AgentSql.PUBLIC_ONLY);
    }
    if (type != null) {
      conditions.add(AgentSql.TYPE);
    }
    if (namespace != null) {
      conditions.add(AgentSql.NAMESPACE);
    }
    if (tag != null) {
      conditions.add(AgentSql.TAG);
    }
    if (capability != null) {
      conditions.add(AgentSql.CAPABILITY);
    }
    if (text != null) {
      conditions.add(AgentSql.TEXT);
    }
    return conditions.isEmpty() ? "" : " where " + String.join(" and ", conditions);
  }

  Map<String, Object> parameters() {
    Map<String, Object> parameters = new HashMap<>();
    put(parameters, "type", type);
    put(parameters, "namespace", namespace);
    put(parameters, "tag", tag);
    put(parameters, "capability", capability);
    put(
        parameters,
        "text",
        text == null ? null : "%" + withoutWildcards(Agent.searchable(text)) + "%");
    return parameters;
  }

  private static void put(Map<String, Object> parameters, String name, String value) {
    if (value != null) {
      parameters.put(name, value);
    }
  }

  private static String withoutWildcards(String text) {
    return text.replace("!", "!!").replace("%", "!%").replace("_", "!_");
  }
}
