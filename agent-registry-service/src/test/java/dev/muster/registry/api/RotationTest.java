package dev.muster.registry.api;

import static dev.muster.registry.api.Api.AGENT;
import static dev.muster.registry.api.Api.AUTHENTICATE;
import static dev.muster.registry.api.Api.as;
import static dev.muster.registry.api.Api.newAgent;
import static dev.muster.registry.api.TestIdentity.ADMIN;
import static dev.muster.registry.api.TestIdentity.SERVICE;
import static dev.muster.registry.api.TestIdentity.USER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import dev.muster.id.Ids;
import io.agroal.api.AgroalDataSource;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@RegistryTest
class RotationTest {
  private static final String OLD = "0123456789abcdef";

  @Inject AgroalDataSource database;

  private String id;

  @BeforeEach
  void makeAgent() {
    id = newAgent("\"token\":\"" + OLD + "\"");
  }

  @Test
  void untilTheNewTokenIsUsedBothAreValid() {
    rotate("leaked").then().statusCode(202).body("state", equalTo("asked"));
    authenticate(OLD).then().statusCode(200).body("orders.rotation", equalTo(1));
    String offered = offer();
    shows("offered");
    authenticate(OLD).then().statusCode(200);

    authenticate(offered).then().statusCode(200).body("orders.rotation", equalTo(0));
    shows("done");
    authenticate(OLD).then().statusCode(401);
    authenticate(offered).then().statusCode(200);
    as(SERVICE).post("/internal/agents/{id}/rotation", id).then().statusCode(409);
  }

  @Test
  void whatTheAgentNeverLearnedOfCanBeOfferedAgain() {
    rotate("");
    String lost = offer();
    rotate("again");
    authenticate(OLD).then().body("orders.rotation", equalTo(2));
    String second = offer();

    authenticate(lost).then().statusCode(401);
    authenticate(OLD).then().statusCode(200);
    authenticate(second).then().statusCode(200);
    authenticate(OLD).then().statusCode(401);
  }

  @Test
  void anOfferStaysValidWhileTheRotationIsAskedForAgain() {
    rotate("");
    String offered = offer();
    rotate("again");

    authenticate(offered).then().statusCode(200);
    authenticate(OLD).then().statusCode(401);
  }

  @Test
  void afterItsTimeTheOldTokenIsTheTokenAgain() throws Exception {
    rotate("");
    String offered = offer();
    try (Connection connection = database.getConnection();
        PreparedStatement late =
            connection.prepareStatement(
                "update agent set rotation_asked_at = now() - interval '2 h',"
                    + " rotation_until = now() where id = ?")) {
      late.setObject(1, Ids.parse(id).orElseThrow());
      late.executeUpdate();
    }

    shows("timed_out");
    authenticate(offered).then().statusCode(401);
    authenticate(OLD).then().statusCode(200).body("orders.rotation", equalTo(0));
    as(SERVICE).post("/internal/agents/{id}/rotation", id).then().statusCode(409);
    rotate("once more").then().statusCode(202);
    authenticate(offered).then().statusCode(401);
  }

  @Test
  void aTokenThatAnAdministratorSetsEndsTheRotation() {
    rotate("");
    String offered = offer();
    as(ADMIN).body("{\"token\":\"fedcba9876543210\"}").put(AGENT, id).then().statusCode(200);

    authenticate(offered).then().statusCode(401);
    authenticate(OLD).then().statusCode(401);
    authenticate("fedcba9876543210").then().statusCode(200);
    shows("done");
  }

  @Test
  void usedFromManyPlacesAtOnceTheNewTokenIsRightEverywhere() throws Exception {
    rotate("");
    String offered = offer();
    List<Integer> statuses = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      List<Future<Integer>> answers = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        answers.add(threads.submit(() -> authenticate(offered).statusCode()));
      }
      for (Future<Integer> answer : answers) {
        statuses.add(answer.get());
      }
    }
    assertThat(statuses).containsOnly(200);
  }

  @Test
  void onlyAdministratorsSeeHowFarItIs() {
    rotate("secret reason");
    as(ADMIN).get(AGENT, id).then().body("data.rotation.reason", equalTo("secret reason"));
    as(USER).get(AGENT, id).then().body("data.rotation", nullValue());
  }

  @Test
  void anUnknownAgentIsNotFound() {
    as(ADMIN).post("/api/agents/{id}/rotate-token", "x").then().statusCode(404);
    as(SERVICE).post("/internal/agents/{id}/rotation", Ids.next()).then().statusCode(404);
  }

  private void shows(String state) {
    as(ADMIN).get(AGENT, id).then().body("data.rotation.state", equalTo(state));
  }

  private Response rotate(String reason) {
    return as(ADMIN)
        .body("{\"reason\":\"" + reason + "\"}")
        .post("/api/v1/agents/{id}/rotate-token", id);
  }

  private String offer() {
    return as(SERVICE)
        .post("/internal/agents/{id}/rotation", id)
        .then()
        .statusCode(200)
        .extract()
        .path("token");
  }

  private Response authenticate(String token) {
    return as(SERVICE).body("{\"token\":\"" + token + "\"}").post(AUTHENTICATE, id);
  }
}
