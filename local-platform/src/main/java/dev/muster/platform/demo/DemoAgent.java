package dev.muster.platform.demo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.muster.platform.Checkout;
import dev.muster.platform.Secrets;
import dev.muster.platform.account.Accounts;
import dev.muster.platform.account.AgentIdentity;
import dev.muster.platform.account.NewAgent;
import dev.muster.platform.api.Api;
import dev.muster.platform.part.Part;
import dev.muster.platform.part.PartFactory;
import dev.muster.platform.part.Supervisor;
import dev.muster.platform.process.PlatformException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * An agent of the demo's own: registered, started as a process, and taken away again at the end.
 */
final class DemoAgent implements AutoCloseable {
  private static final int SLOTS = 2;

  private final Api admin;
  private final AgentIdentity identity;
  private final Part program;

  private DemoAgent(Api admin, AgentIdentity identity, Part program) {
    this.admin = admin;
    this.identity = identity;
    this.program = program;
  }

  static DemoAgent register(Api admin, Accounts accounts, Path data, boolean nativeExecutable)
      throws IOException, InterruptedException {
    String name = "demo-" + Long.toString(System.currentTimeMillis(), 36);
    String token = Secrets.randomPassword() + Secrets.randomPassword();
    Api.Answer answer =
        new NewAgent(name, "process", List.of("process"), SLOTS, token, List.of("demo"))
            .register(admin);
    JsonNode id = answer.data().path("id");
    if (!answer.ok() || id.asText().isEmpty()) {
      throw new PlatformException("cannot register the demo's agent: " + answer.failure());
    }
    AgentIdentity identity = new AgentIdentity(name, id.asText(), token);
    PartFactory factory =
        new PartFactory(Checkout.here(), data, nativeExecutable, new Supervisor(line -> {}));
    Part program = factory.agent(identity, admin.base(), accounts, SLOTS, Map.of());
    return new DemoAgent(admin, identity, program);
  }

  void start() throws InterruptedException {
    program.start();
  }

  String id() {
    return identity.id();
  }

  String name() {
    return identity.name();
  }

  long pid() {
    return program.pid();
  }

  @Override
  public void close() {
    try {
      program.stop();
      admin.delete("/api/agents/" + identity.id());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException platformGone) {
      // Then the agent is gone from everyone's sight as well.
    }
  }
}
