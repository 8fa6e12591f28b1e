package dev.muster.platform.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * One service's part of the database: a role, and a schema that this role owns and no other can
 * enter.
 *
 * @param role the service's role, for example {@code muster_task}
 * @param schema its schema, for example {@code task}
 * @param password the role's password
 */
public record ServiceSchema(String role, String schema, String password) {
  public static final String DATABASE = "muster";

  /**
   * Makes database, role and schema where they are missing, and sets the role's password.
   * Extensions are the administrator's to make; every role may use what is in the schema {@code
   * extensions}.
   */
  public void create(PostgresServer server) throws SQLException {
    try (Connection connection = server.connect("postgres")) {
      if (!exists(connection, "SELECT 1 FROM pg_database WHERE datname = ?", DATABASE)) {
        run(connection, "CREATE DATABASE " + DATABASE);
        run(connection, "REVOKE ALL ON DATABASE " + DATABASE + " FROM PUBLIC");
      }
    }
    try (Connection connection = server.connect(DATABASE)) {
      run(connection, "REVOKE ALL ON SCHEMA public FROM PUBLIC");
      run(connection, "CREATE SCHEMA IF NOT EXISTS extensions");
      run(connection, "CREATE EXTENSION IF NOT EXISTS pg_trgm WITH SCHEMA extensions");
      run(connection, "GRANT USAGE ON SCHEMA extensions TO PUBLIC");
      String verb =
          exists(connection, "SELECT 1 FROM pg_roles WHERE rolname = ?", role) ? "ALTER" : "CREATE";
      String literal = "'" + password.replace("'", "''") + "'";
      run(connection, verb + " ROLE " + role + " LOGIN PASSWORD " + literal);
      run(connection, "GRANT CONNECT ON DATABASE " + DATABASE + " TO " + role);
      run(connection, "CREATE SCHEMA IF NOT EXISTS " + schema + " AUTHORIZATION " + role);
      run(
          connection,
          "ALTER ROLE " + role + " IN DATABASE " + DATABASE + " SET search_path = " + schema);
    }
  }

  /** The service's JDBC URL, without credentials. */
  public String jdbcUrl(PostgresServer server) {
    return server.jdbcUrl(DATABASE) + "?currentSchema=" + schema;
  }

  @Override
  public String toString() {
    return "ServiceSchema[" + role + ", " + schema + "]";
  }

  private static boolean exists(Connection connection, String question, String name)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(question)) {
      statement.setString(1, name);
      try (ResultSet rows = statement.executeQuery()) {
        return rows.next();
      }
    }
  }

  private static void run(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
