package dev.muster.tasks.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.id.Ids;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PlacementTest {
  private final AgentCredit busy = agent(4, 3, "gpu");
  private final AgentCredit idle = agent(4, 0, "gpu", "net");
  private final UUID owner = Ids.next();

  @Test
  void theLeastLoadedFittingAgentGetsTheTask() {
    ReadyTask task = task(0, null, List.of("gpu"), null);
    assertThat(assign(List.of(task), List.of(busy, idle)))
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
    assertThat(assign(tasks, List.of(a, b)))
        .extracting(Placement.Assignment::agent)
        .containsExactly(a, b, a);
  }

  @Test
  void slotsAreNeverExceeded() {
    List<ReadyTask> tasks =
        List.of(task(0, null, List.of("gpu"), null), task(0, null, List.of("gpu"), null));
    assertThat(assign(tasks, List.of(busy))).hasSize(1);
  }

  @Test
  void priorityComesBeforeAgeAndAgeBeforeNothing() {
    ReadyTask old = task(0, null, List.of(), null);
    ReadyTask older = task(new UUID(0, 1), 0, null, List.of(), false, Set.of());
    ReadyTask urgent = task(7, null, List.of(), null);
    assertThat(assign(List.of(old, older, urgent), List.of(agent(2, 0))))
        .extracting(Placement.Assignment::task)
        .containsExactly(urgent, older);
  }

  @Test
  void aTaskGoesOnlyToTheAgentItNames() {
    ReadyTask task = task(0, busy.agentId(), List.of(), null);
    assertThat(assign(List.of(task), List.of(idle, busy)))
        .extracting(Placement.Assignment::agent)
        .containsExactly(busy);
  }

  @Test
  void anAvoidedAgentAndOneWithoutTheCapabilityGetNothing() {
    assertThat(
            assign(
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
    ReadyTask admins = task(Ids.next(), 0, null, List.of(), true, Set.of());
    assertThat(assign(List.of(anybodys, named, admins), List.of(hidden)))
        .extracting(Placement.Assignment::task)
        .containsExactlyInAnyOrder(named, admins);
  }

  @Test
  void theOwnerWithFewestRunningTasksIsServedFirstWhateverThePriorities() {
    UUID other = Ids.next();
    ReadyTask urgent = of(owner, 3, 100);
    ReadyTask modest = of(other, 2, -100);
    assertThat(assign(List.of(urgent, modest), List.of(agent(1, 0))))
        .extracting(Placement.Assignment::task)
        .containsExactly(modest);
  }

  @Test
  void ownersTakeTurnsOnceTheyHaveAsMuch() {
    UUID other = Ids.next();
    List<ReadyTask> firsts = List.of(of(owner, 2, 0), of(owner, 2, 0), of(owner, 2, 0));
    List<ReadyTask> others = List.of(of(other, 0, 0), of(other, 0, 0), of(other, 0, 0));
    assertThat(
            assign(Stream.concat(firsts.stream(), others.stream()).toList(), List.of(agent(5, 0))))
        .extracting(assignment -> assignment.task().ownerId())
        .containsExactly(other, other, owner, other, owner);
  }

  @Test
  void aTaskThatMayNotStartNowTakesNoSlot() {
    ReadyTask first = of(owner, 0, 1);
    ReadyTask second = of(owner, 0, 0);
    assertThat(
            Placement.assign(
                List.of(first, second), List.of(agent(1, 0)), 200, task -> !task.equals(first)))
        .extracting(Placement.Assignment::task)
        .containsExactly(second);
  }

  private static AgentCredit agent(int slots, int running, String... capabilities) {
    return new AgentCredit(
        Ids.next(), "session", "gw", false, Set.of(capabilities), slots, running);
  }

  private ReadyTask task(int priority, UUID wanted, List<String> capabilities, UUID avoided) {
    return task(
        Ids.next(),
        priority,
        wanted,
        capabilities,
        false,
        avoided == null ? Set.of() : Set.of(avoided));
  }

  private ReadyTask task(
      UUID id,
      int priority,
      UUID wanted,
      List<String> capabilities,
      boolean privateToo,
      Set<UUID> avoided) {
    return new ReadyTask(
        id, priority, wanted, capabilities, privateToo, avoided, 1, owner, 0, TaskKeys.NONE, 0);
  }

  private static ReadyTask of(UUID owner, int running, int priority) {
    return new ReadyTask(
        Ids.next(),
        priority,
        null,
        List.of(),
        false,
        Set.of(),
        1,
        owner,
        running,
        TaskKeys.NONE,
        0);
  }

  private static List<Placement.Assignment> assign(
      List<ReadyTask> tasks, List<AgentCredit> agents) {
    return Placement.assign(tasks, agents, 200, task -> true);
  }
}
