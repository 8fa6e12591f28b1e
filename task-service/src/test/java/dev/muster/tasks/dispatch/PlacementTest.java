package dev.muster.tasks.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.id.Ids;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class PlacementTest {
  private final AgentCredit busy = agent(4, 3, "gpu");
  private final AgentCredit idle = agent(4, 0, "gpu", "net");

  @Test
  void theLeastLoadedFittingAgentGetsTheTask() {
    ReadyTask task = task(0, null, List.of("gpu"), null);
    assertThat(Placement.assign(List.of(task), List.of(busy, idle)))
        .containsExactly(new Placement.Assignment(task, idle));
  }

  @Test
  void loadIsCountedWhileAssigning() {
    List<ReadyTask> tasks =
        List.of(
            task(0, null, List.of(), null),
            task(0, null, List.of(), null),
            task(0, null, List.of(), null));
    AgentCredit a = agent(2, 0);
    AgentCredit b = agent(2, 0);
    assertThat(Placement.assign(tasks, List.of(a, b)))
        .extracting(Placement.Assignment::agent)
        .containsExactly(a, b, a);
  }

  @Test
  void slotsAreNeverExceeded() {
    List<ReadyTask> tasks =
        List.of(task(0, null, List.of("gpu"), null), task(0, null, List.of("gpu"), null));
    assertThat(Placement.assign(tasks, List.of(busy))).hasSize(1);
  }

  @Test
  void priorityComesBeforeAgeAndAgeBeforeNothing() {
    ReadyTask old = task(0, null, List.of(), null);
    ReadyTask older = new ReadyTask(new UUID(0, 1), 0, null, List.of(), false, Set.of());
    ReadyTask urgent = task(7, null, List.of(), null);
    assertThat(Placement.assign(List.of(old, older, urgent), List.of(agent(2, 0))))
        .extracting(Placement.Assignment::task)
        .containsExactly(urgent, older);
  }

  @Test
  void aTaskGoesOnlyToTheAgentItNames() {
    ReadyTask task = task(0, busy.agentId(), List.of(), null);
    assertThat(Placement.assign(List.of(task), List.of(idle, busy)))
        .extracting(Placement.Assignment::agent)
        .containsExactly(busy);
  }

  @Test
  void anAvoidedAgentAndOneWithoutTheCapabilityGetNothing() {
    assertThat(
            Placement.assign(
                List.of(
                    task(0, null, List.of("gpu"), idle.agentId()),
                    task(0, null, List.of("tpu"), null)),
                List.of(idle)))
        .isEmpty();
  }

  @Test
  void aPrivateAgentGetsWhatNamesItOrIsAnAdministrators() {
    AgentCredit hidden = new AgentCredit(Ids.next(), "session", "gw", true, Set.of(), 9, 0);
    ReadyTask anybodys = task(0, null, List.of(), null);
    ReadyTask named = task(0, hidden.agentId(), List.of(), null);
    ReadyTask admins = new ReadyTask(Ids.next(), 0, null, List.of(), true, Set.of());
    assertThat(Placement.assign(List.of(anybodys, named, admins), List.of(hidden)))
        .extracting(Placement.Assignment::task)
        .containsExactlyInAnyOrder(named, admins);
  }

  private static AgentCredit agent(int slots, int running, String... capabilities) {
    return new AgentCredit(
        Ids.next(), "session", "gw", false, Set.of(capabilities), slots, running);
  }

  private static ReadyTask task(
      int priority, UUID wanted, List<String> capabilities, UUID avoided) {
    return new ReadyTask(
        Ids.next(),
        priority,
        wanted,
        capabilities,
        false,
        avoided == null ? Set.of() : Set.of(avoided));
  }
}
