package dev.muster.auth.revocation;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.auth.AuthProfile;
import dev.muster.auth.People;
import dev.muster.auth.TestSql;
import dev.muster.event.RedisNames;
import dev.muster.event.RevocationNotice;
import dev.muster.id.Ids;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.redis.datasource.pubsub.PubSubCommands;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(AuthProfile.class)
class DenylistTest {
  @Inject Denylist denylist;
  @Inject RedisDataSource redis;
  @Inject TestSql sql;

  @Test
  void outlastsTheLastTokenOfTheSession() {
    RevocationNotice notice = record(Ids.next());
    assertThat(notice.until()).isGreaterThan(Instant.now().plusSeconds(3600).getEpochSecond());
    assertThat(denylist.current()).contains(notice);
  }

  @Test
  void forgetsWhatCanNoLongerMatter() {
    UUID session = Ids.next();
    record(session);
    sql.run(
        "UPDATE revocation SET issued_before = now() - interval '2 hours',"
            + " until = now() - interval '1 second' WHERE id = '"
            + session
            + "'");
    assertThat(denylist.current()).noneMatch(notice -> notice.id().equals(session.toString()));
    denylist.purge();
    assertThat(sql.number("SELECT count(*) FROM revocation WHERE id = '" + session + "'")).isZero();
  }

  @Test
  void keepsTheWiderOfTwo() {
    UUID session = Ids.next();
    record(session);
    RevocationNotice second = record(session);
    assertThat(denylist.current())
        .filteredOn(notice -> notice.id().equals(session.toString()))
        .containsExactly(second);
  }

  @Test
  void publishesAgainWhatRedisDidNotTake() throws Exception {
    BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    PubSubCommands.RedisSubscriber subscriber =
        redis.pubsub(String.class).subscribe(RedisNames.IDENTITY_REVOKED, heard::add);
    UUID session = Ids.next();
    RevocationNotice notice = record(session);
    sql.run(
        "UPDATE revocation SET created_at = created_at - interval '1 minute' WHERE id = '"
            + session
            + "'");
    denylist.publishAgain();

    String message = "";
    while (!message.contains(session.toString())) {
      message = heard.poll(10, TimeUnit.SECONDS);
      assertThat(message).isNotNull();
    }
    subscriber.unsubscribe();
    assertThat(RevocationNotice.parse(message)).isEqualTo(notice);
  }

  @Test
  void isForServicesOnly() {
    given().get("/internal/revocations").then().statusCode(401);
    given()
        .auth()
        .oauth2(People.admin().access())
        .get("/internal/revocations")
        .then()
        .statusCode(403);
  }

  private RevocationNotice record(UUID session) {
    return QuarkusTransaction.requiringNew().call(() -> denylist.recordSession(session));
  }
}
