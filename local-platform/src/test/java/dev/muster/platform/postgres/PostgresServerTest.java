package dev.muster.platform.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.platform.process.ChildProcess;
import dev.muster.platform.process.FreePorts;
import dev.muster.platform.process.ProcessIdentity;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresServerTest {
  @TempDir static Path folder;
  private static PostgresSettings settings;
  private static PostgresServer server;

  @BeforeAll
  static void start() throws Exception {
    settings = new PostgresSettings(folder, FreePorts.next(), "a 'quoted' password", true);
    server = new PostgresServer(settings, PostgresServerTest::ignore);
    server.start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void commitsWaitForTheDisk() throws Exception {
    assertThat(ask("SHOW fsync")).isEqualTo("on");
    assertThat(ask("SHOW synchronous_commit")).isEqualTo("on");
    assertThat(ask("SHOW full_page_writes")).isEqualTo("on");
    assertThat(ask("SELECT setting FROM pg_file_settings WHERE name = 'timezone'"))
        .isEqualTo("UTC");
    assertThat(ask("SHOW server_version")).startsWith("18");
  }

  @Test
  void refusesAWrongPassword() {
    assertThatThrownBy(
            () ->
                DriverManager.getConnection(
                        server.jdbcUrl("postgres"), PostgresServer.ADMINISTRATOR, "guess")
                    .close())
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("password authentication failed");
  }

  @Test
  void keepsCommittedDataWhenKilled() throws Exception {
    run("CREATE TABLE kept (n int)");
    run("INSERT INTO kept VALUES (42)");
    server.kill();
    server.start();
    assertThat(ask("SELECT n FROM kept")).isEqualTo("42");
  }

  @Test
  void stopsThePostmasterThatAKilledRunLeftBehind() throws Exception {
    ProcessIdentity leftover = ProcessIdentity.of(server.child().pid()).orElseThrow();
    assertThat(LeftoverPostmaster.find(settings.data())).contains(leftover);
    PostgresServer next = new PostgresServer(settings, PostgresServerTest::ignore);
    next.start();
    assertThat(leftover.isRunning()).isFalse();
    assertThat(next.isAlive()).isTrue();
    server = next;
  }

  @Test
  void aServiceCannotReadAnotherServicesSchema() throws Exception {
    ServiceSchema one = new ServiceSchema("role_one", "one", "first");
    ServiceSchema two = new ServiceSchema("role_two", "two", "second");
    one.create(server);
    two.create(server);
    two.create(server);
    try (Connection owner = DriverManager.getConnection(two.jdbcUrl(server), "role_two", "second");
        Connection other = DriverManager.getConnection(one.jdbcUrl(server), "role_one", "first");
        Statement write = owner.createStatement();
        Statement read = other.createStatement()) {
      write.execute("CREATE TABLE secret (n int)");
      assertThatThrownBy(() -> read.executeQuery("SELECT * FROM two.secret"))
          .hasMessageContaining("permission denied for schema two");
      assertThatThrownBy(() -> read.execute("CREATE TABLE public.stray (n int)"))
          .hasMessageContaining("permission denied for schema public");
    }
  }

  /** Its folder stands for one in root's home: nobody else may enter it. */
  @Test
  void runsAsAnUnprivilegedUserWhereNoNamespaceIsAllowed(@TempDir Path own) throws Exception {
    if (Unprivileged.here().equals(Unprivileged.AS_WE_ARE)) {
      return;
    }
    PostgresSettings elsewhere = new PostgresSettings(own, FreePorts.next(), "secret", false);
    try (PostgresServer other =
        new PostgresServer(elsewhere, PostgresServerTest::ignore, Unprivileged.OTHER_USER)) {
      other.start();
      assertThat(other.isAlive()).isTrue();
    }
  }

  private static void ignore(ChildProcess unexpected) {}

  private static String ask(String query) throws SQLException {
    try (Connection connection = server.connect("postgres");
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      rows.next();
      return rows.getString(1);
    }
  }

  private static void run(String sql) throws SQLException {
    try (Connection connection = server.connect("postgres");
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
