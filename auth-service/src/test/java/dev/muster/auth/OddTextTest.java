package dev.muster.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.test.odd.OddTextProbe;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.net.URI;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(AuthProfile.class)
class OddTextTest {
  @Inject TestSql sql;
  @TestHTTPResource URI base;

  @Test
  void noTextInNoPlaceBreaksAnything() throws Exception {
    String admin = People.admin().access();
    String service =
        People.serviceToken("ws-gateway", AuthProfile.GATEWAY_SECRET)
            .jsonPath()
            .getString("access_token");
    OddTextProbe probe =
        new OddTextProbe(
                base.resolve("/").toString().replaceAll("/$", ""),
                path -> path.startsWith("/internal/") ? service : admin)
            .run()
            .form("/oauth2/token", "grant_type", "client_id", "client_secret", "scope")
            .form("/oauth2/revoke", "token", "client_id", "client_secret")
            .form("/oauth2/introspect", "token", "client_id", "client_secret");
    assertThat(probe.broken()).isEmpty();
    assertThat(probe.tried())
        .contains(
            "POST /api/v1/users email",
            "POST /api/v1/users roles",
            "PATCH /api/v1/users/{id} name",
            "PUT /api/v1/users/me/password new_password",
            "GET /api/v1/users q",
            "GET /api/v1/audit target",
            "POST /api/v1/auth/setup token",
            "POST /api/v1/auth/login User-Agent",
            "POST /api/v1/api-keys scopes");
    People.me(admin).then().statusCode(200);
    assertThat(
            sql.number(
                "SELECT count(*) FROM account WHERE email = '" + AuthProfile.ADMIN_EMAIL + "'"))
        .isEqualTo(1);
  }
}
