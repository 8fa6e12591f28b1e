package dev.muster.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.muster.id.Ids;
import dev.muster.wire.AttemptRef;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What a session's opening settles for agents that know their tasks, and not the leases. */
@QuarkusTest
class SessionTest extends QueueCase {

  @Test
  void theTaskThatTheAgentHoldsIsKeptAndItsLeaseTold() throws Exception {
    AttemptRef attempt = running();
    gateway.disconnected(agent, "s1", false);

    Map<String, Object> opened = again(attempt.taskId());

    assertThat(abandoned(opened)).isEmpty();
    assertThat(held(opened)).containsExactly(named(attempt));
    assertThat(gateway.say(agent, done(attempt)).code()).isZero();
    assertThat(Invariants.attempts(database, attempt.taskId())).isEqualTo(1);
    gateway.disconnected(agent, "s2", true);
  }

  @Test
  void theLeaseIsToldToAnAgentThatKnowsItToo() throws Exception {
    AttemptRef attempt = running();

    Map<String, Object> opened = gateway.connect(agent, "s2", 1, List.of(capability), attempt);

    assertThat(held(opened)).containsExactly(named(attempt));
    gateway.disconnected(agent, "s2", true);
  }

  @Test
  void aTaskThatIsAnothersOrQueuedOrUnknownIsToBeAbandoned() throws Exception {
    AttemptRef others = running();
    UUID queued = submit(Map.of());
    UUID unknown = Ids.next();
    UUID stranger = Ids.next();

    Map<String, Object> opened =
        gateway.connectWithTasks(
            stranger, "x1", List.of("c" + Ids.next()), others.taskId(), queued, unknown);

    assertThat(abandoned(opened))
        .extracting(each -> each.get("task_id"))
        .containsExactlyInAnyOrder(
            others.taskId().toString(), queued.toString(), unknown.toString());
    assertThat(held(opened)).isEmpty();
    task(others.taskId()).body("status", equalTo("running"));
    gateway.disconnected(stranger, "x1", true);
  }

  @Test
  void aTaskThatTheAgentHasEndedAlreadyIsNamedWithItsLeaseSoThatTheRepetitionIsKnown()
      throws Exception {
    AttemptRef attempt = running();
    assertThat(gateway.say(agent, done(attempt)).code()).isZero();

    Map<String, Object> opened = again(attempt.taskId());

    assertThat(abandoned(opened)).isEmpty();
    assertThat(held(opened)).containsExactly(named(attempt));
    assertThat(gateway.say(agent, failed(attempt)).code()).isZero();
    task(attempt.taskId()).body("status", equalTo("done"));
    gateway.disconnected(agent, "s2", true);
  }

  @Test
  void aTaskThatIsNotListedIsTakenBackAndNotNamedAsHeld() throws Exception {
    AttemptRef attempt = running();

    Map<String, Object> opened = again();

    assertThat(held(opened)).isEmpty();
    assertThat(gateway.dispatched(agent).attempt().attempt()).isEqualTo(attempt.attempt() + 1);
    gateway.disconnected(agent, "s2", true);
  }

  @Test
  void aRepeatedOpeningNamesWhatWasDispatchedInBetween() throws Exception {
    again();
    submit(Map.of());
    AttemptRef attempt = gateway.dispatched(agent).attempt();

    assertThat(held(again())).containsExactly(named(attempt));
    gateway.disconnected(agent, "s2", true);
  }

  private Map<String, Object> again(UUID... running) {
    return gateway.connectWithTasks(agent, "s2", List.of(capability), running);
  }

  private static Map<String, Object> named(AttemptRef attempt) {
    return Map.of(
        "task_id", attempt.taskId().toString(),
        "lease_id", attempt.leaseId(),
        "attempt", attempt.attempt());
  }

  @SuppressWarnings("unchecked")
  private static List<Map<String, Object>> held(Map<String, Object> opened) {
    return (List<Map<String, Object>>) opened.get("held");
  }

  @SuppressWarnings("unchecked")
  private static List<Map<String, Object>> abandoned(Map<String, Object> opened) {
    return (List<Map<String, Object>>) opened.get("abandon");
  }
}
