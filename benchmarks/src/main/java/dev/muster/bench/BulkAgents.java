package dev.muster.bench;

import dev.muster.platform.LocalPlatform;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;

/**
 * Agents written into the registry's table, past its API, all with one token.
 *
 * @param token that each of them shows
 */
record BulkAgents(List<UUID> ids, String token) {
  private static final String AGENTS =
      """
      insert into registry.agent (id, name, type, namespace, visibility, description, tags,
        capabilities, concurrency, search_text, token_salt, token_hash, created_at, updated_at)
      select gen_random_uuid(), 'bench-' || i, 'bench', 'default', 'public', '', '{}', '{}', ?,
        'bench-' || i, substr(sha256(''), 1, 16),
        sha256(substr(sha256(''), 1, 16) || convert_to(?, 'UTF8')), now(), now()
      from generate_series(1, ?) i
      returning id
      """;

  static BulkAgents make(LocalPlatform platform, int count) throws SQLException {
    return make(platform, count, 4);
  }

  /**
   * @param slots tasks that each may run at once
   */
  static BulkAgents make(LocalPlatform platform, int count, int slots) throws SQLException {
    byte[] random = new byte[32];
    new SecureRandom().nextBytes(random);
    String token = "mat_" + HexFormat.of().formatHex(random);
    List<UUID> ids = new ArrayList<>();
    try (Connection connection = platform.postgres().connect("muster");
        Statement statement = connection.createStatement();
        PreparedStatement insert = connection.prepareStatement(AGENTS)) {
      insert.setInt(1, slots);
      insert.setString(2, token);
      insert.setInt(3, count);
      try (ResultSet rows = insert.executeQuery()) {
        while (rows.next()) {
          ids.add(rows.getObject(1, UUID.class));
        }
      }
      statement.execute("analyze registry.agent");
    }
    return new BulkAgents(ids, token);
  }

  @Override
  public String toString() {
    return "BulkAgents[" + ids.size() + "]";
  }
}
