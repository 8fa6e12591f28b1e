package dev.muster.platform.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.platform.Checkout;
import dev.muster.platform.FakeCheckout;
import dev.muster.platform.Secrets;
import dev.muster.platform.account.Accounts;
import dev.muster.platform.account.AgentIdentity;
import dev.muster.platform.api.Api;
import dev.muster.platform.part.PartFactory;
import dev.muster.platform.part.Supervisor;
import dev.muster.platform.process.PidRecord;
import dev.muster.platform.process.PlatformException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoAgentTest {
  @TempDir Path folder;
  private FakeRegistry registry;
  private Path data;

  @BeforeEach
  void open() throws Exception {
    registry = FakeRegistry.open();
    data = folder.resolve("data");
  }

  @AfterEach
  void close() {
    registry.close();
  }

  @Test
  void takesItselfAwayAtTheEnd() throws Exception {
    for (int demo = 1; demo <= 2; demo++) {
      try (DemoAgent agent = register()) {
        agent.start();
        assertThat(registry.agents()).containsExactly(agent.id());
      }
      assertThat(registry.agents()).isEmpty();
    }
    assertThat(names("agents")).doesNotContain("demo");
    assertThat(names("logs")).containsExactly("agent-demo.log");
    assertThat(PidRecord.all(data.resolve("run"))).isEmpty();
  }

  @Test
  void takesAwayWhatAKilledDemoLeft() throws Exception {
    Api api = Api.at(registry.base());
    String id = api.post("/api/agents", Map.of()).data().path("id").asText();
    factory().agent(new AgentIdentity("demo", id, ""), api.base(), accounts(), 1, Map.of()).start();
    PidRecord left = PidRecord.read(data.resolve("run"), "agent-demo").orElseThrow();
    Path outbox = Files.createDirectories(data.resolve("agents/demo/outbox"));
    Files.writeString(data.resolve("agents/demo/registration"), id);
    try (DemoAgent agent = register()) {
      assertThat(left.process().isRunning()).isFalse();
      assertThat(registry.agents()).containsExactly(agent.id()).doesNotContain(id);
      assertThat(outbox).doesNotExist();
    }
  }

  @Test
  void oneDemoAtATimeHasAFolder() throws Exception {
    try (DemoAgent agent = register()) {
      assertThatThrownBy(this::register)
          .isInstanceOf(PlatformException.class)
          .hasMessageContaining("another demo runs on " + data);
      assertThat(registry.agents()).containsExactly(agent.id());
    }
  }

  private DemoAgent register() throws Exception {
    return DemoAgent.register(Api.at(registry.base()), accounts(), factory());
  }

  private Accounts accounts() {
    return new Accounts(Api.at(registry.base()), Secrets.in(folder));
  }

  private PartFactory factory() throws Exception {
    Path checkout = FakeCheckout.in(folder.resolve("checkout"));
    return new PartFactory(new Checkout(checkout), data, false, new Supervisor(line -> {}));
  }

  private List<String> names(String below) throws Exception {
    try (Stream<Path> files = Files.list(data.resolve(below))) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }
}
