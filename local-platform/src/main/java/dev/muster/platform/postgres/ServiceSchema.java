package dev.muster.platform.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * One service's part of the database: a role, and a schema that no other service can enter. The
 * role owns the schema, unless another role is named for that.
 *
 * @param role the service's role, for example {@code muster_task}
 * @param schema its schema, for example {@code task}
 * @param password the role's password
 * @param owner null: the role itself
 */
public record ServiceSchema(String role, String schema, String password, SchemaOwner owner) {
  public static final String DATABASE = "muster";

  public ServiceSchema(String role, String schema, String password) {
    this(role, schema, password, null);
  }

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
      createRole(connection, role, password);
      if (owner == null) {
        run(connection, "CREATE SCHEMA IF NOT EXISTS " + schema + " AUTHORIZATION " + role);
      } else {
        createOwned(connection);
      }
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

  /** What the owner makes later, the service may read and write row by row. */
  private void createOwned(Connection connection) throws SQLException {
    createRole(connection, owner.role(), owner.password());
    run(connection, "CREATE SCHEMA IF NOT EXISTS " + schema + " AUTHORIZATION " + owner.role());
    run(connection, "GRANT USAGE ON SCHEMA " + schema + " TO " + role);
    run(
        connection,
        "ALTER DEFAULT PRIVILEGES FOR ROLE "
            + owner.role()
            + " IN SCHEMA "
            + schema
            + " GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO "
            + role);
  }

  private void createRole(Connection connection, String name, String secret) throws SQLException {
    String verb =
        exists(connection, "SELECT 1 FROM pg_roles WHERE rolname = ?", name) ? "ALTER" : "CREATE";
    String literal = "'" + secret.replace("'", "''") + "'";
    run(connection, verb + " ROLE " + name + " LOGIN PASSWORD " + literal);
    run(connection, "GRANT CONNECT ON DATABASE " + DATABASE + " TO " + name);
    run(
        connection,
        "ALTER ROLE " + name + " IN DATABASE " + DATABASE + " SET search_path = " + schema);
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
