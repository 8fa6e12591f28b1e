package dev.muster.agent;

import dev.muster.agent.config.AgentConfig;
import dev.muster.agent.config.CommandLine;
import dev.muster.agent.config.ConfigException;
import dev.muster.agent.config.ConfigReader;
import dev.muster.agent.credential.CredentialStore;
import dev.muster.agent.credential.Credentials;
import dev.muster.agent.data.DataFolder;
import dev.muster.agent.enrollment.Enrollment;
import dev.muster.agent.log.Logging;
import dev.muster.agent.session.Backoff;
import java.io.IOException;
import java.util.Optional;
import java.util.SplittableRandom;

/** {@code muster-agent}; exit codes: 0 left on request, 1 broke, 2 can't start as configured. */
public final class Main {
  private static final int BROKE = 1;
  private static final int CANNOT_START = 2;

  private Main() {}

  public static void main(String[] arguments) {
    int code;
    try {
      code = run(arguments);
    } catch (ConfigException e) {
      System.err.println(e.getMessage());
      code = CANNOT_START;
    } catch (IOException e) {
      System.err.println("muster-agent broke: " + e);
      code = BROKE;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      code = BROKE;
    }
    System.exit(code);
  }

  private static int run(String... arguments)
      throws ConfigException, IOException, InterruptedException {
    CommandLine line = CommandLine.of(arguments);
    if (line.help()) {
      System.out.println(CommandLine.HELP);
      return 0;
    }
    if (line.version()) {
      System.out.println("muster-agent " + Version.read());
      return 0;
    }
    ConfigReader reader = ConfigReader.of(System.getenv(), line.config());
    AgentConfig config = reader.read();
    try (DataFolder data = DataFolder.open(config.data())) {
      Credentials credentials = credentials(config, data, reader.jsonLog());
      Logging.start(reader.jsonLog(), credentials.agentId());
      Agent agent = new Agent(config, data, credentials, Backoff.Pace.USUAL);
      TerminationSignals.handle(agent);
      agent.run();
    }
    return 0;
  }

  /** Configured, or kept since an enrolment, or got by one now. */
  private static Credentials credentials(AgentConfig config, DataFolder data, boolean jsonLog)
      throws ConfigException, IOException, InterruptedException {
    CredentialStore store = new CredentialStore(data);
    if (config.token() != null) {
      return store.configured(config.agentId(), config.token());
    }
    Optional<Credentials> enrolled = store.enrolled();
    if (enrolled.isPresent()) {
      return enrolled.get();
    }
    if (config.enrollmentToken() == null) {
      throw new ConfigException(
          "MUSTER_ENROLLMENT_TOKEN, or MUSTER_AGENT_ID and MUSTER_AGENT_TOKEN, are needed"
              + " (see --help).");
    }
    Logging.start(jsonLog, "new");
    return new Enrollment(config, store, new SplittableRandom())
        .enroll(data.machineId(), Version.read(), Agent.taskTypes());
  }
}
