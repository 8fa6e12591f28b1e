package dev.muster.kit.scope;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScopeTableTest {

  @ParameterizedTest
  @CsvSource({
    "GET,    /api/v1/tasks,                     tasks:read",
    "HEAD,   /api/tasks/1,                      tasks:read",
    "POST,   /api/tasks,                        tasks:write",
    "POST,   /api/v1/tasks/1/cancel,            tasks:write",
    "DELETE, /api/v1/tasks/1,                   tasks:write",
    "OPTIONS,/api/tasks,                        tasks:write",
    "GET,    /api/agents,                       agents:read",
    "GET,    /api/v1/agents/1/,                 agents:read",
    "PUT,    /api/agents/1,                     agents:write",
    "POST,   /api/agents/1/drain,               agents:write",
    "POST,   /api/agents/1/tasks,               tasks:write",
    "POST,   /api/v1/agents/1/tasks/2/cancel,   tasks:write",
    "GET,    /api/v1/agents/tasks/2/data,       tasks:read",
    "GET,    /api/v1/jobs,                      jobs:write",
    "POST,   /api/jobs/1/trigger,               jobs:write",
    "PUT,    /api/v1/schedules/1,               jobs:write",
    "GET,    /ws,                               tasks:read",
    "GET,    /api/v1/api-keys,                  admin",
    "GET,    /api/v1/users/me,                  admin",
    "GET,    /api/v1/tasks-of-others,           admin",
    "GET,    /api/v1/tasks;x=1,                 tasks:read",
    "POST,   /api/agents/1/tasks;x,             tasks:write",
    "POST,   /api/v1;x/agents;/1;/tasks;,       tasks:write",
    "GET,    /internal/agents,                  admin",
    "GET,    /api/v1,                           admin",
    "GET,    /,                                 admin",
  })
  void eachRequestNeedsOne(String method, String path, String scope) {
    assertThat(ScopeTable.needed(method, path).wire()).isEqualTo(scope);
  }

  @Test
  void claimIsReadByItsNames() {
    assertThat(Scope.ofClaim("tasks:read  agents:write openid"))
        .containsExactlyInAnyOrder(Scope.TASKS_READ, Scope.AGENTS_WRITE);
    assertThat(Scope.ofClaim("")).isEmpty();
  }
}
