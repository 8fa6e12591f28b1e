package dev.muster.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.muster.event.RedisNames;
import dev.muster.id.Ids;
import dev.muster.wire.AgentSignal;
import dev.muster.wire.AttemptRef;
import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.redis.client.Response;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A4: somebody else reads the streams too, as docs/streams.md says. */
@QuarkusTest
class ForeignGroupTest extends QueueCase {
  private static final int TASKS = 5;
  private static final List<String> STREAMS =
      List.of(RedisNames.AGENT_RESULTS, RedisNames.AGENT_LOGS, RedisNames.AGENT_STATUS);

  private final String group = "audit-" + Ids.next();

  @Inject RedisDataSource redis;

  @AfterEach
  void leave() {
    STREAMS.forEach(stream -> redis.execute("XGROUP", "DESTROY", stream, group));
  }

  @Test
  void aForeignGroupSeesEverythingWhileTasksGoOn() throws Exception {
    STREAMS.forEach(stream -> redis.execute("XGROUP", "CREATE", stream, group, "$", "MKSTREAM"));
    gateway.connect(agent, "s1", 1, List.of(capability));
    List<AttemptRef> attempts = new ArrayList<>();
    for (int i = 0; i < TASKS; i++) {
      submit(Map.of());
      AttemptRef attempt = gateway.dispatched(agent).attempt();
      gateway.say(agent, new AgentSignal.TaskAccept(attempt));
      gateway.say(agent, log(attempt, 0, "hello"));
      gateway.send(agent, new AgentSignal.TaskProgress(attempt, 50.0, "half", null, null));
      assertThat(gateway.say(agent, done(attempt)).code()).isZero();
      attempts.add(attempt);
    }
    Map<String, List<Map<String, String>>> seen = new HashMap<>();
    await()
        .until(
            () -> {
              STREAMS.forEach(
                  stream ->
                      seen.computeIfAbsent(stream, s -> new ArrayList<>()).addAll(read(stream)));
              return of("task_progress", seen.get(RedisNames.AGENT_STATUS)).size() == TASKS;
            });
    List<JsonNode> results = of("task_result", seen.get(RedisNames.AGENT_RESULTS));
    assertThat(results.stream().map(result -> result.path("lease_id").asText()))
        .containsExactlyElementsOf(attempts.stream().map(AttemptRef::leaseId).toList());
    assertThat(results).allMatch(result -> result.path("result").asText().equals("ok"));
    assertThat(of("task_accept", seen.get(RedisNames.AGENT_RESULTS))).hasSize(TASKS);
    assertThat(of("task_log", seen.get(RedisNames.AGENT_LOGS)))
        .hasSize(TASKS)
        .allMatch(piece -> piece.path("content").asText().equals("hello"));
    for (AttemptRef attempt : attempts) {
      awaitStatus(attempt.taskId(), "done");
    }
  }

  /** What this agent said, by the fields that the document names. */
  private List<JsonNode> of(String kind, List<Map<String, String>> entries) throws IOException {
    List<JsonNode> payloads = new ArrayList<>();
    for (Map<String, String> entry : entries) {
      if (entry.get("kind").equals(kind) && agent.toString().equals(entry.get("agent_id"))) {
        assertThat(entry).containsKeys("gateway_id", "session_id", "message_id", "ts");
        payloads.add(new ObjectMapper().readTree(entry.get("payload")));
      }
    }
    return payloads;
  }

  private List<Map<String, String>> read(String stream) {
    List<Map<String, String>> entries = new ArrayList<>();
    for (Response entry : newEntries(stream)) {
      Map<String, String> fields = new HashMap<>();
      Response values = entry.get(1);
      for (int i = 0; i < values.size(); i += 2) {
        fields.put(values.get(i).toString(), values.get(i + 1).toString());
      }
      entries.add(fields);
      redis.execute("XACK", stream, group, entry.get(0).toString());
    }
    return entries;
  }

  /** A map in RESP3, pairs in RESP2. */
  private Iterable<Response> newEntries(String stream) {
    var answer =
        redis.execute("XREADGROUP", "GROUP", group, "one", "COUNT", "100", "STREAMS", stream, ">");
    if (answer == null || answer.size() == 0) {
      return List.of();
    }
    Response streams = answer.getDelegate();
    return streams.isMap() ? streams.get(stream) : streams.get(0).get(1);
  }
}
