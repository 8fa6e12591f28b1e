package dev.muster.auth.apikey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.auth.key.Replica;
import dev.muster.auth.key.SealedSecrets;
import dev.muster.auth.key.TestSecrets;
import dev.muster.error.ContractException;
import dev.muster.error.ErrorCode;
import dev.muster.id.Ids;
import dev.muster.kit.scope.Scope;
import dev.muster.kit.secret.Secret;
import dev.muster.test.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ResealingTest {
  private final TestDatabase schema = TestDatabase.freshSchema();
  private final DataSource database = schema.dataSource();
  private final UUID owner = Ids.next();
  private final ApiKeyStore before = store(TestSecrets.under(1));
  private final ApiKeyStore during = store(TestSecrets.under(2, 1));
  private final ApiKeyStore after = store(TestSecrets.under(2));

  @BeforeEach
  void fill() throws SQLException {
    Flyway.configure().dataSource(database).defaultSchema(schema.schema()).load().migrate();
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      statement.executeUpdate(
          "INSERT INTO account (id, email, name, password_hash, roles) VALUES ('"
              + owner
              + "', 'a@b.c', 'A', '$2a$04$' || repeat('x', 53), '{user}')");
    }
  }

  @Test
  void everyKeyIsSealedAnewOnce() {
    for (int i = 0; i < 101; i++) {
      add(before);
    }
    UUID old = add(before);
    UUID young = add(during);
    Resealing resealing = resealing(during);
    assertThat(resealing.resealAll()).isEqualTo(102);
    assertThat(resealing.resealAll()).isZero();
    for (UUID id : new UUID[] {old, young}) {
      assertThat(after.usable(id).orElseThrow().secret()).isEqualTo(Secret.of("mks_" + id));
    }
  }

  @Test
  void keyThatAReplicaCannotOpenIsLaterNotNever() {
    UUID id = add(after);
    assertThatThrownBy(() -> before.usable(id))
        .isInstanceOfSatisfying(
            ContractException.class,
            e -> {
              assertThat(e.code()).isEqualTo(ErrorCode.UNAVAILABLE);
              assertThat(e.retryAfter()).isPresent();
            });
  }

  private UUID add(ApiKeyStore store) {
    UUID id = Ids.next();
    store.insert(id, owner, "k", Secret.of("mks_" + id), Set.of(Scope.TASKS_READ), null, null);
    return id;
  }

  private ApiKeyStore store(SealedSecrets secrets) {
    return new ApiKeyStore(database, secrets);
  }

  private Resealing resealing(ApiKeyStore store) {
    Replica replica =
        new Replica(database, new Replica.Times(Duration.ofDays(1), Duration.ofHours(1)));
    return new Resealing(store, replica.gate, Optional.of("set"));
  }
}
