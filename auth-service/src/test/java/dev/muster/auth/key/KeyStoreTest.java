package dev.muster.auth.key;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.test.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Collections;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class KeyStoreTest {
  private final TestDatabase schema = TestDatabase.freshSchema();
  private final DataSource database = schema.dataSource();

  @BeforeEach
  void migrate() {
    Flyway.configure().dataSource(database).defaultSchema(schema.schema()).load().migrate();
  }

  @Test
  void makesAKeyOnceAndFindsItAfterARestart() throws Exception {
    SigningKey made = node(1).load().active();
    SigningKey found = node(1).load().active();
    assertThat(found).isEqualTo(made);
  }

  @Test
  void severalFirstStartsEndWithOneKey() throws Exception {
    Callable<String> start = () -> node(1).load().active().kid();
    try (ExecutorService nodes = Executors.newFixedThreadPool(6)) {
      Set<String> kids = new HashSet<>();
      for (Future<String> kid : nodes.invokeAll(Collections.nCopies(6, start))) {
        kids.add(kid.get());
      }
      assertThat(kids).hasSize(1);
    }
  }

  @Test
  void refusesToStartUnderAnotherKeyEncryptionKey() throws Exception {
    node(1).load();
    assertThatThrownBy(() -> node(2).load())
        .isInstanceOf(WrongKeyEncryptionKey.class)
        .hasMessageContaining("MUSTER_KEY_ENCRYPTION_KEY");
  }

  @Test
  void aNewKeyEncryptionKeyTakesOverWhatThePreviousOneSealed() throws Exception {
    SigningKey made = node(1).load().active();
    try (Connection connection = database.getConnection()) {
      new KeyTable(KeyEncryptionTest.with(1))
          .insertPending(connection, Duration.ofMinutes(1), Duration.ZERO);
    }
    KeyEncryption both =
        KeyEncryption.of(
            Optional.of(KeyEncryptionTest.key(2)), Optional.of(KeyEncryptionTest.key(1)));
    assertThat(node(both).load().active()).isEqualTo(made);

    assertThat(node(2).load().active()).isEqualTo(made);
    change(
        "UPDATE signing_key SET state = 'retired', private_key_sealed = NULL, retired_at = now(),"
            + " published_until = now() WHERE state = 'active'");
    change("UPDATE signing_key SET state = 'active', activated_at = now() WHERE state = 'pending'");
    assertThat(node(2).load().active()).isNotEqualTo(made);
    assertThatThrownBy(() -> node(1).load()).isInstanceOf(WrongKeyEncryptionKey.class);
  }

  @Test
  void storesNoPrivateKeyInTheClear() throws Exception {
    byte[] encoded = node(1).load().active().privateKey().getEncoded();
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT private_key_sealed FROM signing_key")) {
      assertThat(rows.next()).isTrue();
      byte[] sealed = rows.getBytes(1);
      assertThat(sealed).hasSize(encoded.length + 28);
      assertThat(new String(sealed, ISO_8859_1))
          .doesNotContain(new String(encoded, 40, 40, ISO_8859_1));
    }
  }

  @Test
  void publishesPendingAndRecentlyRetiredKeysButSignsWithTheActiveOne() throws Exception {
    String retired = node(1).load().active().kid();
    change(
        "UPDATE signing_key SET state = 'retired', private_key_sealed = NULL, retired_at = now(),"
            + " published_until = now() + interval '1 hour'");
    KeySet keys = node(1).load();
    assertThat(keys.active().kid()).isNotEqualTo(retired);
    assertThat(keys.published())
        .extracting(PublishedKey::kid)
        .containsExactlyInAnyOrder(retired, keys.active().kid());

    change("UPDATE signing_key SET published_until = retired_at WHERE state = 'retired'");
    assertThat(node(1).load().find(retired)).isEmpty();
  }

  @Test
  void theDatabaseRefusesASecondActiveKeyAndTimesThatDontFitTheState() throws Exception {
    node(1).load();
    assertThatThrownBy(
            () -> change("UPDATE signing_key SET state = 'retired', private_key_sealed = NULL"))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("signing_key_times_fit_state");
    assertThatThrownBy(
            () ->
                change(
                    "UPDATE signing_key SET state = 'retired', retired_at = now(),"
                        + " published_until = now()"))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("signing_key_private_while_it_signs");
    assertThatThrownBy(
            () ->
                change(
                    "INSERT INTO signing_key SELECT repeat('a', 43), state, public_key,"
                        + " private_key_sealed, created_at, NULL, activated_at FROM signing_key"))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("signing_key_one_active");
  }

  private KeyStore node(int keyEncryptionKey) {
    return node(KeyEncryptionTest.with(keyEncryptionKey));
  }

  private KeyStore node(KeyEncryption encryption) {
    return new KeyStore(database, new KeyTable(encryption));
  }

  private void change(String sql) throws SQLException {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      statement.executeUpdate(sql);
    }
  }
}
