package dev.muster.auth.revocation;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.auth.AuthProfile;
import dev.muster.auth.People;
import dev.muster.auth.TestSql;
import dev.muster.event.RevocationNotice;
import dev.muster.id.Ids;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(AuthProfile.class)
class DenylistTest {
  @Inject Denylist denylist;
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
