package dev.muster.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.muster.platform.Checkout;
import dev.muster.platform.part.ServiceKind;
import dev.muster.system.rest.Description;
import dev.muster.system.rest.Endpoint;
import dev.muster.system.rest.Permissions;
import dev.muster.system.rest.Permissions.Who;
import dev.muster.system.stage.OnStage;
import dev.muster.system.stage.Stage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The description of the REST interface is whole, and the one that is handed out at the edge is
 * that of the services as they are. After a change: {@code ./muster test -pl system-tests -am
 * -Dtest=OpenApiTest -Dsurefire.failIfNoSpecifiedTests=false -Dmuster.openapi.write=true}.
 */
@ExtendWith(OnStage.class)
class OpenApiTest {
  private static final Set<String> TAKING = Set.of("PUT", "PATCH");
  private static final Path FILE =
      Checkout.here()
          .root()
          .resolve("auth-service/src/main/resources/META-INF/resources/openapi.json");

  @Test
  void everyOperationSaysWhatItDoesAndHowItFails(Stage stage) throws Exception {
    Description description = Description.of(stage);
    Permissions permissions = Permissions.read();
    List<String> lacking = new ArrayList<>();
    for (Endpoint endpoint : description.endpoints()) {
      JsonNode operation = description.operation(endpoint);
      if (operation.path("summary").asText().isBlank()) {
        lacking.add(endpoint.name() + " has no summary");
      }
      JsonNode answers = operation.path("responses");
      if (!answers.path("default").path("content").has("application/problem+json")) {
        lacking.add(endpoint.name() + " says nothing of errors");
      }
      if (answers.properties().stream().noneMatch(answer -> answer.getKey().startsWith("2"))) {
        lacking.add(endpoint.name() + " says nothing of success");
      }
      if (TAKING.contains(endpoint.method()) && endpoint.sends().isEmpty()) {
        lacking.add(endpoint.name() + " doesn't say what it takes");
      }
      boolean guarded = permissions.outcome(endpoint, Who.ANONYMOUS).equals("401");
      if (operation.path("security").isEmpty() == guarded || answers.has("401") != guarded) {
        lacking.add(endpoint.name() + " doesn't say who may");
      }
    }
    assertThat(description.endpoints()).hasSizeGreaterThan(20);
    assertThat(lacking).isEmpty();
  }

  @Test
  void itIsOfTheVersionThatWasPromised(Stage stage) throws Exception {
    Description description = Description.of(stage);
    for (ServiceKind kind : ServiceKind.values()) {
      assertThat(description.of(kind).path("openapi").asText()).startsWith("3.1");
    }
  }

  @Test
  void fieldsAreNamedAsInTheJson(Stage stage) throws Exception {
    JsonNode schemas =
        new ObjectMapper().readTree(Description.of(stage).merged()).path("components");
    List<String> names = new ArrayList<>();
    schemas
        .findValues("properties")
        .forEach(properties -> properties.fieldNames().forEachRemaining(names::add));
    assertThat(names)
        .contains("access_token", "task_id")
        .allMatch(name -> name.matches("[a-z0-9_]+"));
  }

  @Test
  void theEdgeHandsOutTheDescriptionOfAllServices(Stage stage) throws Exception {
    String merged = Description.of(stage).merged();
    if (Boolean.getBoolean("muster.openapi.write")) {
      Files.createDirectories(FILE.getParent());
      Files.writeString(FILE, merged);
      abort("wrote " + FILE + "; it is compared from the next build on");
    }
    assertThat(stage.user().get("/openapi.json").text()).isEqualTo(merged);
  }
}
