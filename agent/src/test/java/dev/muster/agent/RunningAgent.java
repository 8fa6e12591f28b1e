package dev.muster.agent;

import dev.muster.agent.config.AgentConfig;
import dev.muster.agent.config.ConfigException;
import dev.muster.agent.config.Secret;
import dev.muster.agent.credential.CredentialStore;
import dev.muster.agent.data.DataFolder;
import dev.muster.agent.session.Backoff;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The whole agent inside the test's process. */
final class RunningAgent {
  private static final Backoff.Pace FAST =
      new Backoff.Pace(
          Duration.ofMillis(10),
          Duration.ofMillis(20),
          Duration.ofMillis(50),
          Duration.ofMillis(50));

  static final String TOKEN = "secret-token";

  private final DataFolder data;
  private final Thread thread;
  final Agent agent;

  RunningAgent(ScriptedServer server, Path folder, int slots) throws ConfigException, IOException {
    AgentConfig config =
        new AgentConfig(
            URI.create("http://127.0.0.1:" + server.port()),
            "agent-1",
            new Secret(TOKEN),
            null,
            "test",
            folder,
            slots,
            List.of("linux"),
            Map.of("zone", "a"),
            Duration.ofSeconds(1),
            Duration.ofSeconds(1),
            1 << 20);
    data = DataFolder.open(folder);
    agent =
        new Agent(
            config,
            data,
            new CredentialStore(data).configured(config.agentId(), config.token()),
            FAST);
    thread =
        Thread.ofPlatform()
            .name("agent")
            .start(
                () -> {
                  try {
                    agent.run();
                  } catch (IOException e) {
                    throw new AssertionError(e);
                  } catch (InterruptedException _) {
                    Thread.currentThread().interrupt();
                  }
                });
  }

  boolean awaitLeft() throws InterruptedException {
    return thread.join(Duration.ofSeconds(15));
  }

  /** Ends as a crash would: nothing is said, and nothing more is written. */
  void close() throws IOException, InterruptedException {
    agent.killTasks();
    agent.stop();
    boolean unused = awaitLeft();
    data.close();
  }
}
