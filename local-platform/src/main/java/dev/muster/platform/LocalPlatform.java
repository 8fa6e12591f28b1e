package dev.muster.platform;

import dev.muster.platform.account.Accounts;
import dev.muster.platform.account.AgentIdentity;
import dev.muster.platform.api.Api;
import dev.muster.platform.part.JvmOptions;
import dev.muster.platform.part.Part;
import dev.muster.platform.part.PartFactory;
import dev.muster.platform.part.ServiceEnvironment;
import dev.muster.platform.part.ServiceKind;
import dev.muster.platform.part.Supervisor;
import dev.muster.platform.postgres.PostgresServer;
import dev.muster.platform.process.HeldFile;
import dev.muster.platform.process.PidRecord;
import dev.muster.platform.process.PlatformException;
import dev.muster.platform.process.ProcessIdentity;
import dev.muster.platform.process.Reason;
import dev.muster.platform.redis.RedisServer;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;

/**
 * All of Muster on this machine: PostgreSQL, Redis, the four services and agents as child
 * processes, and one edge port. Used by {@code ./muster up}, the system tests and the benchmarks.
 *
 * <p>{@link #start} returns when everything is healthy. {@link #close} may be called from any
 * thread at any time and returns when everything has ended. Each part has a handle to stop, kill,
 * pause and start it while the rest runs on.
 */
public final class LocalPlatform implements AutoCloseable {
  /** Name of the pid record of the process that holds the platform. */
  public static final String RECORD = "platform";

  /** Starting a JVM is CPU work; more at once only makes each slower. */
  private static final int STARTS_AT_ONCE =
      Math.max(4, 2 * Runtime.getRuntime().availableProcessors());

  private final PlatformBuilder wanted;
  private final ReentrantLock lifecycle = new ReentrantLock();
  private final Supervisor supervisor;
  private final PartFactory factory;
  private final Map<ServiceKind, List<Part>> services = new EnumMap<>(ServiceKind.class);
  private final List<Part> agents = new CopyOnWriteArrayList<>();
  private final List<AgentIdentity> identities = new CopyOnWriteArrayList<>();
  private volatile Thread starter;
  private volatile boolean closing;
  private long startedNanos;
  private HeldFile lock;
  private Secrets secrets;
  private Vertx vertx;
  private DataServers servers;
  private Accounts accounts;

  LocalPlatform(PlatformBuilder wanted) {
    this.wanted = wanted;
    this.supervisor = new Supervisor(this::say);
    this.factory =
        new PartFactory(wanted.checkout, wanted.data, wanted.nativeExecutables, supervisor);
  }

  public static PlatformBuilder builder() {
    return new PlatformBuilder();
  }

  /** Ends what a killed run left running on a data folder, and returns the names. */
  public static List<String> endLeftovers(Path data) throws InterruptedException {
    return Leftovers.end(data);
  }

  /**
   * Makes the data folder if there is none; throws when it can't be used, or when a run uses it.
   */
  public static void checkFree(Path data) {
    DataLock.take(data).close();
  }

  /**
   * Starts everything; on failure stops again what had started, and throws. Interrupted when it is
   * closed meanwhile.
   */
  public void start() throws InterruptedException {
    lifecycle.lockInterruptibly();
    try {
      starter = Thread.currentThread();
      throwIfClosing();
      startedNanos = System.nanoTime();
      startAll();
      supervisor.begin();
    } catch (IOException | SQLException e) {
      stopAll();
      throwIfClosing();
      throw new PlatformException("cannot start: " + Reason.of(e), e);
    } catch (RuntimeException | InterruptedException e) {
      stopAll();
      throwIfClosing();
      throw e;
    } finally {
      starter = null;
      lifecycle.unlock();
    }
  }

  /** Base URL of the edge, as this machine reaches it. */
  public String base() {
    return wanted.edge().base();
  }

  public Path data() {
    return wanted.data;
  }

  public PostgresServer postgres() {
    return servers.postgres();
  }

  public RedisServer redis() {
    return servers.redis();
  }

  /** The password that services use for Redis. */
  public String redisPassword() {
    return secrets.password("redis");
  }

  /** All replicas of a service, in order. */
  public List<Part> services(ServiceKind kind) {
    return List.copyOf(services.getOrDefault(kind, List.of()));
  }

  /** Replica {@code index} of a service, from 0. */
  public Part service(ServiceKind kind, int index) {
    return services.get(kind).get(index);
  }

  public List<Part> agents() {
    return List.copyOf(agents);
  }

  public Part agent(int index) {
    return agents.get(index);
  }

  /** Who agent {@code index} is at the registry. */
  public AgentIdentity agentIdentity(int index) {
    return identities.get(index);
  }

  /**
   * An agent program that enrols itself, not started and no part of the platform: whoever asks for
   * it starts and stops it. It keeps its things in {@code agents/NAME} of the data folder.
   */
  public Part enrollingAgent(String name, String enrollmentToken) {
    return factory.enrollingAgent(name, base(), enrollmentToken, wanted.agentEnvironment);
  }

  /** The development accounts. */
  public Accounts accounts() {
    return accounts;
  }

  /** Every service replica and agent. */
  public List<Part> parts() {
    List<Part> all = new ArrayList<>();
    services.values().forEach(all::addAll);
    all.addAll(agents);
    return all;
  }

  @Override
  public void close() {
    closing = true;
    supervisor.rest();
    Thread starting = starter;
    if (starting != null && !starting.equals(Thread.currentThread())) {
      starting.interrupt();
    }
    lifecycle.lock();
    try {
      stopAll();
    } finally {
      lifecycle.unlock();
    }
  }

  /** Whatever failed then, it failed because {@link #close} interrupted it. */
  private void throwIfClosing() throws InterruptedException {
    if (closing) {
      throw new InterruptedException("the platform is closed");
    }
  }

  private void startAll() throws InterruptedException, IOException, SQLException {
    lock = DataLock.take(wanted.data);
    List<String> ended = Leftovers.end(wanted.data);
    if (!ended.isEmpty()) {
      say("ended what a killed run had left: " + String.join(", ", ended));
    }
    secrets = Secrets.in(wanted.data);
    vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(2).setWorkerPoolSize(8));
    PlatformHealth health = new PlatformHealth(vertx);
    Network network = Network.open(vertx, wanted, health);
    writeRecord();
    servers = DataServers.of(wanted, secrets, supervisor);
    servers.start();
    ServiceEnvironment environment =
        new ServiceEnvironment(
            secrets, servers.postgres(), servers.redis(), network.peers(), base());
    for (ServiceKind kind : ServiceKind.values()) {
      if (kind.hasDatabase()) {
        environment.schema(kind).create(servers.postgres());
      }
    }
    say("PostgreSQL and Redis answer");
    startServices(network, environment);
    startAgents();
    health.watch(servers.postgres()::isAlive, servers.redis()::isAlive, parts());
    DevEnv.write(wanted.data, base(), accounts);
  }

  private void startServices(Network network, ServiceEnvironment environment)
      throws InterruptedException {
    List<Together.Step> steps = new ArrayList<>();
    for (ServiceKind kind : ServiceKind.values()) {
      List<Integer> ports = network.ports().get(kind);
      List<Part> replicas = new ArrayList<>();
      for (int i = 0; i < ports.size(); i++) {
        String name = kind.serviceName() + (ports.size() > 1 ? "-" + (i + 1) : "");
        Map<String, String> extra = wanted.environment.getOrDefault(kind, Map.of());
        List<String> options = wanted.jvmOptions.getOrDefault(kind, JvmOptions.service(kind));
        Part replica = factory.service(kind, name, ports.get(i), environment, extra, options);
        replicas.add(replica);
        steps.add(
            () -> {
              replica.start();
              say(name + " is ready");
            });
      }
      services.put(kind, replicas);
    }
    Together.run(steps, STARTS_AT_ONCE);
  }

  private void startAgents() throws InterruptedException, IOException {
    accounts = new Accounts(Api.at(base()), secrets);
    Api admin = accounts.admin();
    accounts.createUser(admin);
    List<Together.Step> steps = new ArrayList<>();
    for (int number = 1; number <= wanted.agents; number++) {
      AgentIdentity identity = accounts.agent(admin, number, wanted.agentSlots);
      Part agent =
          factory.agent(identity, base(), accounts, wanted.agentSlots, wanted.agentEnvironment);
      identities.add(identity);
      agents.add(agent);
      steps.add(
          () -> {
            agent.start();
            say(agent.name() + " is online");
          });
    }
    Together.run(steps, STARTS_AT_ONCE);
  }

  private void writeRecord() throws IOException {
    Path records = Files.createDirectories(wanted.data.resolve("run"));
    ProcessIdentity me = ProcessIdentity.of(ProcessHandle.current().pid()).orElseThrow();
    new PidRecord(RECORD, me, base()).write(records);
  }

  /**
   * In the order of who needs whom: agents, services, edge, servers. Harmless when little or
   * nothing has started.
   */
  private void stopAll() {
    boolean interrupted = Thread.interrupted();
    try {
      stop(agents);
      stop(services.values().stream().flatMap(List::stream).toList());
      if (vertx != null) {
        vertx.close().toCompletionStage().toCompletableFuture().join();
        vertx = null;
      }
      if (servers != null) {
        servers.stop();
      }
    } catch (InterruptedException e) {
      interrupted = true;
    }
    if (lock != null) {
      PidRecord.delete(wanted.data.resolve("run"), RECORD);
      lock.close();
      lock = null;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static void stop(List<Part> parts) throws InterruptedException {
    List<Together.Step> steps = new ArrayList<>();
    parts.forEach(part -> steps.add(part::stop));
    Together.run(steps, 16);
  }

  private void say(String line) {
    wanted.progress.accept("%5.1f s  %s".formatted((System.nanoTime() - startedNanos) / 1e9, line));
  }
}
