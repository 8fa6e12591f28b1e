package dev.muster.registry.agent;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AgentFilterTest {

  @Test
  void withoutFiltersAnAdministratorSeesAll() {
    AgentFilter all = new AgentFilter(null, null, null, null, null, false);

    assertThat(all.where()).isEmpty();
    assertThat(all.parameters()).isEmpty();
  }

  @Test
  void conditionsAddUp() {
    AgentFilter filter = new AgentFilter("llm", null, "chat", null, null, true);

    assertThat(filter.where())
        .isEqualTo(
            " where visibility = 'public' and type = :type"
                + " and capabilities @> cast(array[:capability] as varchar[])");
    assertThat(filter.parameters()).hasSize(2).containsEntry("capability", "chat");
  }

  @Test
  void wildcardsInASearchAreOrdinaryCharacters() {
    AgentFilter filter = new AgentFilter(null, null, null, null, "50%_!", false);

    assertThat(filter.parameters()).containsEntry("text", "%50!%!_!!%");
  }
}
