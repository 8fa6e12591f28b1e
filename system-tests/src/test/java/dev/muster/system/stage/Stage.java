package dev.muster.system.stage;

import static org.awaitility.Awaitility.await;

import dev.muster.platform.LocalPlatform;
import dev.muster.platform.PlatformBuilder;
import dev.muster.platform.Secrets;
import dev.muster.platform.part.Part;
import dev.muster.platform.part.ServiceEnvironment;
import dev.muster.platform.part.ServiceKind;
import dev.muster.platform.process.FreePorts;
import dev.muster.system.client.Rest;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/**
 * The platform that all tests of a run share: three gateways, two task-services, three agents, and
 * waits that are as short as two busy cores allow.
 */
public final class Stage implements AutoCloseable {
  public static final int AGENTS = 3;
  public static final int GATEWAYS = 3;
  public static final int SLOTS = 16;
  public static final Duration HEARTBEAT_TIMEOUT = Duration.ofSeconds(5);

  private final LocalPlatform platform;
  private final int issuerPort;
  private final String setupToken;
  private Database database;
  private Rest user;

  private Stage(LocalPlatform platform, int issuerPort, String setupToken) {
    this.platform = platform;
    this.issuerPort = issuerPort;
    this.setupToken = setupToken;
  }

  static Stage start() throws IOException, InterruptedException {
    int issuerPort = FreePorts.next();
    PlatformBuilder wanted = shortWaits(LocalPlatform.builder());
    String setupToken = "setup-" + UUID.randomUUID();
    environment(wanted, ServiceKind.AUTH, "MUSTER_SETUP_TOKEN", setupToken);
    trust(wanted, "http://127.0.0.1:" + issuerPort + "/realms/muster");
    Stage stage = new Stage(wanted.build(), issuerPort, setupToken);
    stage.platform.start();
    stage.database = new Database(stage.platform.postgres());
    stage.user = stage.login();
    return stage;
  }

  private static PlatformBuilder shortWaits(PlatformBuilder builder) {
    builder
        .freshDataUnder(Path.of("target", "platforms"))
        .gateways(GATEWAYS)
        .taskServices(2)
        .agents(AGENTS)
        .agentSlots(SLOTS)
        .nativeExecutables(Boolean.getBoolean("muster.native"))
        .progress(System.out::println)
        .agentEnvironment("MUSTER_AGENT_KILL_GRACE", "1");
    environment(builder, ServiceKind.TASK, "MUSTER_TASK_ACCEPT_WITHIN", "3s");
    environment(builder, ServiceKind.TASK, "MUSTER_TASK_RECONNECT_GRACE", "3s");
    environment(builder, ServiceKind.TASK, "MUSTER_TASK_GATEWAY_TIMEOUT", "5s");
    environment(builder, ServiceKind.TASK, "MUSTER_TASK_AVOID_AGENT", "1s");
    environment(builder, ServiceKind.TASK, "MUSTER_TASK_CANCEL_GRACE", "1s");
    environment(builder, ServiceKind.TASK, "MUSTER_TASK_CANCEL_CONFIRM", "5s");
    environment(builder, ServiceKind.GATEWAY, "MUSTER_GATEWAY_HEARTBEAT_INTERVAL", "1s");
    environment(
        builder,
        ServiceKind.GATEWAY,
        "MUSTER_GATEWAY_HEARTBEAT_TIMEOUT",
        HEARTBEAT_TIMEOUT.toString());
    environment(builder, ServiceKind.GATEWAY, "MUSTER_GATEWAY_ALIVE_INTERVAL", "1s");
    environment(builder, ServiceKind.GATEWAY, "MUSTER_GATEWAY_RESEND_INITIAL", "1s");
    return builder;
  }

  private static void trust(PlatformBuilder builder, String issuer) {
    for (ServiceKind kind : ServiceKind.values()) {
      environment(builder, kind, "MUSTER_REMOTE_IDENTITY_ISSUER", issuer);
      environment(builder, kind, "MUSTER_REMOTE_IDENTITY_AUDIENCE", "muster");
    }
  }

  private static void environment(
      PlatformBuilder builder, ServiceKind kind, String name, String value) {
    builder.serviceEnvironment(kind, name, value);
  }

  public LocalPlatform platform() {
    return platform;
  }

  public Database database() {
    return database;
  }

  /** The development user, in a session that lasts for the run. */
  public Rest user() {
    return user;
  }

  /** The development user in a session of its own. */
  public Rest login() throws IOException, InterruptedException {
    return login(ServiceEnvironment.USER_EMAIL, platform.accounts().userPassword());
  }

  public Rest login(String email, String password) throws IOException, InterruptedException {
    return Rest.login(platform.base(), email, password);
  }

  /** The administrator in a session of its own. */
  public Rest admin() throws IOException, InterruptedException {
    return login(ServiceEnvironment.ADMIN_EMAIL, platform.accounts().adminPassword());
  }

  /** Whoever a token names; empty: nobody. */
  public Rest as(String token) {
    return Rest.with(platform.base(), token);
  }

  /** The secrets that the platform made for its parts. */
  public Secrets secrets() {
    return Secrets.in(platform.data());
  }

  /** A new token of one of the platform's services. */
  public String serviceToken(ServiceKind kind) throws IOException, InterruptedException {
    String secret = secrets().token("client." + kind.serviceName());
    Rest.Answer answer =
        Rest.send(
            as("")
                .request("/oauth2/token")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(
                    BodyPublishers.ofString(
                        "grant_type=client_credentials&client_id="
                            + kind.serviceName()
                            + "&client_secret="
                            + secret)));
    return answer.json().path("access_token").asText();
  }

  /** Whom all services trust besides auth-service; nobody listens there unless a test does. */
  public int issuerPort() {
    return issuerPort;
  }

  /** What would make the first administrator, if there were none. */
  public String setupToken() {
    return setupToken;
  }

  public UUID agentId(int index) {
    return UUID.fromString(platform.agentIdentity(index).id());
  }

  /** The program of an agent. */
  public Part agent(UUID agentId) {
    for (int i = 0; i < AGENTS; i++) {
      if (agentId(i).equals(agentId)) {
        return platform.agent(i);
      }
    }
    throw new IllegalArgumentException("no agent " + agentId);
  }

  /** Ends all replicas of a service at once, without a word. */
  public void kill(ServiceKind kind) throws InterruptedException {
    for (Part part : platform.services(kind)) {
      part.kill();
    }
  }

  /** Ends the postmaster and all its children at once, as a crash of the machine does. */
  public void killPostgres() throws InterruptedException {
    List<ProcessHandle> children =
        ProcessHandle.of(platform.postgres().child().pid()).stream()
            .flatMap(ProcessHandle::descendants)
            .toList();
    platform.postgres().kill();
    children.forEach(ProcessHandle::destroyForcibly);
    children.forEach(child -> child.onExit().join());
  }

  /** Starts what is down among these, together. */
  public static void start(List<Part> parts) throws InterruptedException {
    parts.forEach(Part::launch);
    for (Part part : parts) {
      part.awaitReady();
    }
  }

  /** Brings every part back, and waits until all agents are connected and have nothing to do. */
  void heal() throws InterruptedException, IOException, SQLException {
    resume();
    platform.postgres().start();
    platform.redis().start();
    start(platform.services(ServiceKind.AUTH));
    start(platform.parts());
    cancel(unfinished());
    await()
        .atMost(Duration.ofSeconds(60))
        .ignoreExceptions()
        .until(() -> unfinished().isEmpty() && connectedAgents() == AGENTS && allHearRevocations());
  }

  /** Whoever submitted them. */
  private void cancel(List<UUID> tasks) throws IOException, InterruptedException {
    if (!tasks.isEmpty()) {
      Rest admin = admin();
      for (UUID task : tasks) {
        admin.post("/api/v1/tasks/" + task + "/cancel", List.of());
      }
    }
  }

  /** Whether every service is subscribed again, so that what is told now is heard at once. */
  private boolean allHearRevocations() throws IOException, InterruptedException {
    for (ServiceKind kind : ServiceKind.values()) {
      for (Part part : platform.services(kind)) {
        if (!hearsRevocations(part)) {
          return false;
        }
      }
    }
    return true;
  }

  /** Whether the service has its subscription to the channel of revocations now. */
  public boolean hearsRevocations(Part service) throws IOException, InterruptedException {
    return user.at(service.url())
        .text("/q/metrics")
        .lines()
        .filter(line -> line.startsWith("muster_channel_subscribed{subscription=\"revocations\""))
        .anyMatch(line -> line.endsWith(" 1.0"));
  }

  private void resume() throws InterruptedException {
    if (platform.postgres().isAlive()) {
      platform.postgres().resume();
    }
    if (platform.redis().isAlive()) {
      platform.redis().resume();
    }
    for (Part part : platform.parts()) {
      if (part.isAlive()) {
        part.resume();
      }
    }
  }

  private List<UUID> unfinished() throws SQLException {
    return database.query(
        "select id from task where finished_at is null", row -> row.getObject(1, UUID.class));
  }

  private int connectedAgents() throws SQLException {
    return database.count("select count(*) from agent_session where lost_at is null");
  }

  @Override
  public void close() {
    platform.close();
  }
}
