package dev.muster.registry.api;

import static dev.muster.registry.api.Api.AGENT;
import static dev.muster.registry.api.Api.as;
import static dev.muster.registry.api.Api.newAgent;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.muster.test.odd.OddTextProbe;
import io.quarkus.test.common.http.TestHTTPResource;
import java.net.URI;
import org.junit.jupiter.api.Test;

@RegistryTest
class OddTextTest {
  @TestHTTPResource URI base;

  @Test
  void noTextInNoPlaceBreaksAnything() throws Exception {
    String before = newAgent("\"name\":\"there before\"");
    OddTextProbe probe =
        new OddTextProbe(
                base.resolve("/").toString().replaceAll("/$", ""),
                path ->
                    (path.startsWith("/internal/") ? TestIdentity.SERVICE : TestIdentity.ADMIN)
                        .token())
            .run();
    assertThat(probe.broken()).isEmpty();
    assertThat(probe.tried())
        .contains(
            "POST /api/v1/agents tags",
            "PUT /api/v1/agents/{id} name",
            "POST /api/v1/agents/register machine_id",
            "POST /api/v1/agents/{id}/drain reason",
            "GET /api/v1/agents q",
            "POST /api/v1/enrollment-tokens namespace",
            "PUT /api/v1/namespaces/{ns}/pin server_id",
            "POST /api/v1/namespaces Idempotency-Key");
    as(TestIdentity.ADMIN).get(AGENT, before).then().body("data.name", equalTo("there before"));
  }
}
