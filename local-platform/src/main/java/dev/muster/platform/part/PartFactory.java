package dev.muster.platform.part;

import dev.muster.platform.Checkout;
import dev.muster.platform.account.Accounts;
import dev.muster.platform.account.AgentIdentity;
import dev.muster.platform.process.ChildProcess;
import dev.muster.platform.process.ChildSpec;
import dev.muster.platform.process.Readiness;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes the handles of services and agents; starts nothing.
 *
 * @param data where logs and pid records go
 */
public record PartFactory(
    Checkout checkout, Path data, boolean nativeExecutables, Supervisor supervisor) {

  /**
   * A service replica.
   *
   * @param name unique among the parts
   * @param extra over the platform's own environment
   */
  public Part service(
      ServiceKind kind,
      String name,
      int port,
      ServiceEnvironment environment,
      Map<String, String> extra,
      List<String> jvmOptions) {
    String url = "http://127.0.0.1:" + port;
    Map<String, String> variables = environment.of(kind, port);
    variables.putAll(extra);
    List<String> command = checkout.service(kind.serviceName(), nativeExecutables, jvmOptions);
    return part(name, command, variables, url, new ReadyProbe(url));
  }

  /** An agent program; it is ready when the registry sees it online. */
  public Part agent(
      AgentIdentity identity,
      String edge,
      Accounts accounts,
      int slots,
      Map<String, String> extra) {
    String name = "agent-" + identity.name();
    Map<String, String> variables = new HashMap<>();
    variables.put("MUSTER_URL", edge);
    variables.put("MUSTER_AGENT_ID", identity.id());
    variables.put("MUSTER_AGENT_TOKEN", identity.token());
    variables.put("MUSTER_AGENT_DATA", data.resolve("agents").resolve(identity.name()).toString());
    variables.put("MUSTER_AGENT_SLOTS", Integer.toString(slots));
    variables.putAll(extra);
    List<String> command = checkout.agent(nativeExecutables, JvmOptions.agent());
    return part(name, command, variables, "", () -> accounts.isOnline(identity));
  }

  /**
   * An agent program that enrols itself; it is ready when it has kept what the server gave it.
   *
   * @param name unique among the agents
   */
  public Part enrollingAgent(
      String name, String edge, String enrollmentToken, Map<String, String> extra) {
    Path folder = data.resolve("agents").resolve(name);
    Map<String, String> variables = new HashMap<>();
    variables.put("MUSTER_URL", edge);
    variables.put("MUSTER_ENROLLMENT_TOKEN", enrollmentToken);
    variables.put("MUSTER_AGENT_NAME", name);
    variables.put("MUSTER_AGENT_DATA", folder.toString());
    variables.putAll(extra);
    List<String> command = checkout.agent(nativeExecutables, JvmOptions.agent());
    Path credentials = folder.resolve("credentials").resolve("credentials");
    return part("agent-" + name, command, variables, "", () -> Files.exists(credentials));
  }

  private Part part(
      String name,
      List<String> command,
      Map<String, String> variables,
      String url,
      Readiness readiness) {
    // One malloc arena saves several MiB per JVM; nothing here allocates natively in parallel.
    variables.putIfAbsent("MALLOC_ARENA_MAX", "1");
    ChildSpec spec = new ChildSpec(name, command, variables, data, checkout.root(), url);
    Part[] self = new Part[1];
    self[0] =
        new Part(
            new ChildProcess(spec, child -> supervisor.ended(child, () -> self[0].start())),
            readiness);
    return self[0];
  }
}
