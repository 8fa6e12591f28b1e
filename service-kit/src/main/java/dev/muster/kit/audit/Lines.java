package dev.muster.kit.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.muster.id.Ids;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Writes lines of the audit log into this service's table. */
@Singleton
class Lines {
  private final AuditConfig config;
  private final ObjectMapper json;
  private final String service;

  @Inject
  Lines(
      AuditConfig config,
      ObjectMapper json,
      @ConfigProperty(name = "quarkus.application.name") String service) {
    this.config = config;
    this.json = json;
    this.service = service;
  }

  void write(Connection connection, Origin origin, AuditEvent event) throws SQLException {
    String sql = LineSql.insertInto(config.table());
    try (PreparedStatement insert = connection.prepareStatement(sql)) {
      insert.setObject(1, Ids.next());
      insert.setString(2, service);
      insert.setString(3, origin.actor().kind());
      insert.setString(4, origin.actor().id());
      insert.setString(5, event.action());
      insert.setString(6, event.targetKind());
      insert.setString(7, event.targetId());
      insert.setString(8, event.outcome().wire());
      insert.setInt(9, event.code());
      insert.setString(10, origin.address());
      insert.setString(11, origin.requestId());
      insert.setString(12, json(detail(origin.actor(), event)));
      insert.executeUpdate();
    }
  }

  /** Who acts by a key is its owner; which key it was is a detail. */
  private static Map<String, String> detail(Actor actor, AuditEvent event) {
    if (actor.apiKey() == null) {
      return event.detail();
    }
    Map<String, String> detail = new LinkedHashMap<>(event.detail());
    detail.put("api_key", actor.apiKey().toString());
    return detail;
  }

  private String json(Map<String, String> detail) {
    try {
      return json.writeValueAsString(detail);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
