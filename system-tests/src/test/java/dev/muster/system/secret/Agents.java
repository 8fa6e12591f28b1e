package dev.muster.system.secret;

import dev.muster.platform.part.ServiceKind;
import dev.muster.system.client.Handshakes;
import dev.muster.system.client.Rest;
import dev.muster.system.client.Rest.Answer;
import dev.muster.system.stage.Stage;
import java.util.Map;
import java.util.UUID;

/** Agents' tokens: given, made, enrolled for, rotated, replaced; shown to the right and wrong. */
public final class Agents {
  private static final String AGENTS = "/api/v1/agents";
  private static final String ENROLLMENT = "/api/v1/enrollment-tokens";

  private final Stage stage;
  private final Confidences confidences;

  public Agents(Stage stage, Confidences confidences) {
    this.stage = stage;
    this.confidences = confidences;
  }

  public void use() throws Exception {
    Rest admin = stage.admin();
    confidences.know("second access token of the administrator", admin.token());
    String service = confidences.know("service token", stage.serviceToken(ServiceKind.GATEWAY));
    Rest gateway = stage.as(service).at(stage.platform().service(ServiceKind.REGISTRY, 0).url());
    create(admin, gateway);
    String id = enroll(admin);
    rotate(admin, gateway, id);
  }

  private void create(Rest admin, Rest gateway) throws Exception {
    String given = confidences.know("token given to an agent", "agent-" + UUID.randomUUID());
    Map<String, Object> agent = Map.of("name", "secretive", "type", "process", "token", given);
    Answer created = admin.post(AGENTS, agent, "key-" + UUID.randomUUID());
    confidences.answered("agent with a token", 201, created);
    String id = created.json().path("id").asText();
    Answer made = admin.post(AGENTS, Map.of("name", "secretive", "type", "process"));
    confidences.know("token made for an agent", made.json().path("token").asText());
    confidences.answered("agent", 200, admin.get(AGENTS + "/" + id));
    confidences.answered("agents", 200, admin.get(AGENTS));
    confidences.answered(
        "agent with a mistake", 400, admin.post(AGENTS, Map.of("token", given, "x", 1)));
    String wrong = confidences.know("wrong agent token", "w-" + UUID.randomUUID());
    confidences.answered("authenticate", 200, authenticate(gateway, id, given));
    confidences.answered("authenticate, wrong", authenticate(gateway, id, wrong));
    Handshakes.status(stage.platform().base(), UUID.fromString(id), wrong);
    Handshakes.status(stage.platform().base(), UUID.fromString(id), given);
    String next = confidences.know("token that replaces it", "agent-" + UUID.randomUUID());
    confidences.answered(
        "agent, other token", 200, admin.put(AGENTS + "/" + id, Map.of("token", next)));
  }

  private String enroll(Rest admin) throws Exception {
    String repeatable = "key-" + UUID.randomUUID();
    Answer made = admin.post(ENROLLMENT, Map.of("reusable", true), repeatable);
    String token = confidences.know("enrolment token", made.json().path("token").asText());
    confidences.answered(
        "enrolment token again", 200, admin.post(ENROLLMENT, Map.of("reusable", true), repeatable));
    confidences.answered("enrolment tokens", 200, admin.get(ENROLLMENT));
    String machine = "machine-" + UUID.randomUUID();
    Answer first = register(token, machine);
    confidences.know("token of an enrolled agent", first.json().path("agent_token").asText());
    Answer second = register(token, machine);
    confidences.know("its second token", second.json().path("agent_token").asText());
    String wrong = confidences.know("wrong enrolment token", "mke_" + UUID.randomUUID());
    confidences.answered("enrolment, wrong", 401, register(wrong, machine));
    confidences.answered(
        "enrolment with a mistake",
        400,
        stage.as("").post(AGENTS + "/register", Map.of("enrollment_token", token, "x", 1)));
    confidences.answered(
        "enrolment token, deleted",
        200,
        admin.delete(ENROLLMENT + "/" + made.json().path("id").asText()));
    confidences.answered("enrolment after that", 401, register(token, machine));
    return second.json().path("agent_id").asText();
  }

  private Answer register(String token, String machine) throws Exception {
    return stage
        .as("")
        .post(
            AGENTS + "/register",
            Map.of(
                "enrollment_token",
                token,
                "machine_id",
                machine,
                "name",
                "secretive",
                "type",
                "process"));
  }

  private void rotate(Rest admin, Rest gateway, String id) throws Exception {
    confidences.answered(
        "rotation",
        202,
        admin.post(AGENTS + "/" + id + "/rotate-token", Map.of("reason", "leaked")));
    Answer offer = gateway.post("/internal/agents/" + id + "/rotation", Map.of());
    String token = confidences.know("offered token", offer.json().path("token").asText());
    confidences.answered("agent with an offer", 200, admin.get(AGENTS + "/" + id));
    confidences.answered("authenticate, offered", 200, authenticate(gateway, id, token));
    confidences.answered("agent, rotated", 200, admin.get(AGENTS + "/" + id));
    for (String verb : new String[] {"drain", "quarantine", "kick", "resume"}) {
      confidences.answered(
          verb, 200, admin.post(AGENTS + "/" + id + "/" + verb, Map.of("reason", "tried")));
    }
    confidences.answered("agent's connection", 200, admin.get(AGENTS + "/" + id + "/cc-status"));
  }

  private static Answer authenticate(Rest gateway, String id, String token) throws Exception {
    return gateway.post("/internal/agents/" + id + "/authenticate", Map.of("token", token));
  }
}
