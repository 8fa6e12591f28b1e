package dev.muster.auth;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.test.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the database refuses even from a service that is wrong. */
class SchemaTest {
  private static final TestDatabase SCHEMA = TestDatabase.freshSchema();
  private static final String ACCOUNT = "00000000-0000-7000-8000-000000000001";
  private static final String SESSION = "00000000-0000-7000-8000-000000000002";

  @BeforeAll
  static void fill() throws SQLException {
    Flyway.configure()
        .dataSource(SCHEMA.dataSource())
        .defaultSchema(SCHEMA.schema())
        .load()
        .migrate();
    run(
        "INSERT INTO account VALUES ('"
            + ACCOUNT
            + "', 'a@b.c', 'A', '$2a$04$' || repeat('x', 53), '{user}')");
    run(
        "INSERT INTO session (id, account_id, expires_at) VALUES ('"
            + SESSION
            + "', '"
            + ACCOUNT
            + "', now() + interval '1 day')");
    run(
        "INSERT INTO refresh_token (hash, session_id, expires_at) VALUES (sha256('a'), '"
            + SESSION
            + "', now() + interval '1 day')");
    run(
        "INSERT INTO api_key (id, account_id, name, secret_sealed, scopes) VALUES ('"
            + SESSION
            + "', '"
            + ACCOUNT
            + "', 'k', sha256('a'), '{tasks:read}')");
    run("INSERT INTO revocation VALUES ('session', 's', now(), now())");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "email = 'A@b.c'                                      | account_email_is_normal",
        "email = ' a@b.c'                                     | account_email_is_normal",
        "email = concat(repeat('a', 250), '@b.c')              | account_email_is_normal",
        "name = ''                                            | account_name_is_said",
        "name = repeat('a', 101)                              | account_name_is_said",
        "password_hash = 'secret'                             | account_password_is_bcrypt",
        "roles = '{}'                                         | account_roles_are_for_people",
        "roles = '{service}'                                  | account_roles_are_for_people",
        "roles = '{user,NULL}'                                | account_roles_are_for_people",
        "disabled_at = created_at - interval '1 s'            | account_disabled_after_created",
      })
  void refusesAccounts(String change, String constraint) {
    refuses("UPDATE account SET " + change, constraint);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "last_used_at = created_at - interval '1 s'           | session_used_after_created",
        "expires_at = last_used_at                            | session_expires_after_use",
        "user_agent = repeat('a', 201)                        | session_user_agent_is_short",
        "revoked_at = now()                                   | session_revoked_with_reason",
        "revoked_reason = 'logout'                            | session_revoked_with_reason",
        "revoked_at = now(), revoked_reason = 'mood'          | session_reason_is_known",
      })
  void refusesSessions(String change, String constraint) {
    refuses("UPDATE session SET " + change, constraint);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "hash = 'a'                                           | refresh_token_is_sha256",
        "parent = hash                                        | refresh_token_parent_is_sha256",
        "expires_at = created_at                              | refresh_token_expires_after_created",
        "used_at = expires_at + interval '1 s'                | refresh_token_used_in_its_time",
        "used_at = created_at - interval '1 s'                | refresh_token_used_in_its_time",
      })
  void refusesRefreshTokens(String change, String constraint) {
    refuses("UPDATE refresh_token SET " + change, constraint);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "kind = 'mood'                                        | revocation_kind_is_known",
        "id = ''                                              | revocation_names_something",
        "until = issued_before - interval '1 s'               | revocation_outlasts_tokens",
      })
  void refusesRevocations(String change, String constraint) {
    refuses("UPDATE revocation SET " + change, constraint);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "name = ' k'                                          | api_key_name_is_said",
        "name = repeat('k', 101)                              | api_key_name_is_said",
        "secret_sealed = 'a'                                  | api_key_is_sealed",
        "scopes = '{tasks:fly}'                               | api_key_scopes_are_known",
        "scopes = '{admin,NULL}'                              | api_key_scopes_are_known",
        "scopes = '{}'                                        | api_key_is_for_something",
        "expires_at = created_at                              | api_key_expires_after_created",
        "last_used_at = created_at - interval '1 s'           | api_key_used_after_created",
      })
  void refusesApiKeys(String change, String constraint) {
    refuses("UPDATE api_key SET " + change, constraint);
  }

  @Test
  void refusesASecondAccountForAnAddress() {
    refuses(
        "INSERT INTO account SELECT gen_random_uuid(), email, name, password_hash, roles"
            + " FROM account",
        "account_email_key");
  }

  private static void refuses(String sql, String constraint) {
    assertThatThrownBy(() -> run(sql))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining(constraint);
  }

  private static void run(String sql) throws SQLException {
    try (Connection connection = SCHEMA.dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      statement.executeUpdate(sql);
    }
  }
}
