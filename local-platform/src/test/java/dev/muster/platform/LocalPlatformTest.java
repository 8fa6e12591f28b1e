package dev.muster.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.platform.api.Api;
import dev.muster.platform.command.Arguments;
import dev.muster.platform.command.UpCommand;
import dev.muster.platform.part.Part;
import dev.muster.platform.part.ServiceKind;
import dev.muster.platform.process.FreePorts;
import dev.muster.platform.process.PidRecord;
import dev.muster.platform.process.PlatformException;
import dev.muster.platform.process.ProcessIdentity;
import dev.muster.platform.process.Signal;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalPlatformTest {
  @TempDir static Path folder;
  private static final BlockingQueue<String> LINES = new LinkedBlockingQueue<>();
  private static Path checkout;
  private static LocalPlatform platform;

  @BeforeAll
  static void start() throws Exception {
    checkout = FakeCheckout.in(folder.resolve("checkout"));
    platform = builder("data").taskServices(2).progress(LINES::add).build();
    platform.start();
  }

  @AfterAll
  static void stop() {
    platform.close();
  }

  @Test
  void everythingIsHealthyOnceStarted() throws Exception {
    Api.Answer health = Api.at(platform.base()).get("/health");
    assertThat(health.status()).isEqualTo(200);
    assertThat(health.body().path("checks")).hasSize(8);
  }

  @Test
  void servicesLearnSecretsFromTheEnvironmentOnly() throws Exception {
    String secret = environment("MUSTER_SERVICE_SECRET");
    assertThat(secret).hasSizeGreaterThan(32);
    assertThat(environment("QUARKUS_DATASOURCE_JDBC_URL")).endsWith("/muster?currentSchema=task");
    assertThat(environment("MUSTER_CLIENTS_TASK_SERVICE")).isEqualTo("null");
    for (Part part : platform.parts()) {
      Path commandLine = Path.of("/proc/" + part.pid() + "/cmdline");
      assertThat(Files.readString(commandLine)).doesNotContain(secret, "assword", "oken");
    }
  }

  @Test
  void callersOfAServiceWithTwoReplicasDoNotNoticeThatOneIsKilled() throws Exception {
    String url = environment("MUSTER_TASK_URL");
    Part victim = platform.service(ServiceKind.TASK, 0);
    victim.kill();
    Set<String> pids = new HashSet<>();
    for (int i = 0; i < 6; i++) {
      pids.add(Api.at(url).get("/api/tasks/pid").data().asText());
    }
    assertThat(pids).containsExactly(Long.toString(platform.service(ServiceKind.TASK, 1).pid()));
    victim.start();
    assertThat(victim.isReady()).isTrue();
  }

  @Test
  void aPartThatIsKilledFromOutsideIsStartedAgain() throws Exception {
    LINES.clear();
    long before = platform.service(ServiceKind.REGISTRY, 0).pid();
    Signal.KILL.send(before);
    assertThat(nextLineWith("agent-registry-service ended unexpectedly")).isNotNull();
    assertThat(nextLineWith("agent-registry-service runs again")).isNotNull();
    assertThat(platform.service(ServiceKind.REGISTRY, 0).pid()).isNotEqualTo(before);
  }

  @Test
  void aPausedPartCanBeResumedAndStopped() throws Exception {
    Part gateway = platform.service(ServiceKind.GATEWAY, 0);
    gateway.pause();
    assertThat(gateway.isReady()).isFalse();
    gateway.resume();
    assertThat(gateway.isReady()).isTrue();
    gateway.pause();
    gateway.restart();
    assertThat(gateway.isReady()).isTrue();
  }

  @Test
  void aDataFolderHasOneRun() {
    assertThatThrownBy(() -> builder("data").build().start())
        .isInstanceOf(PlatformException.class)
        .hasMessageContaining("is in use by another run (pid " + ProcessHandle.current().pid());
  }

  @Test
  void aRefusedStartInTheBackgroundKeepsTheLogOfTheRunThatUsesTheFolder() throws Exception {
    Path log = platform.data().resolve("logs/up.log");
    Files.writeString(log, "what the running one said\n");
    Arguments arguments = Arguments.parse(List.of("-d", "--data", platform.data().toString()));
    assertThatThrownBy(() -> new UpCommand(arguments).run())
        .isInstanceOf(PlatformException.class)
        .hasMessageContaining("is in use by another run (pid " + ProcessHandle.current().pid());
    assertThat(log).hasContent("what the running one said");
  }

  @Test
  void saysWhyAFolderCannotHoldData() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "");
    assertThatThrownBy(() -> builder("file").build().start())
        .isInstanceOf(PlatformException.class)
        .hasMessage("cannot use " + file + " for data: not a folder");
  }

  @Test
  void theBaseIsWhereTheEdgeListens() {
    assertThat(baseFor("192.168.1.7")).isEqualTo("http://192.168.1.7:81");
    assertThat(baseFor("0.0.0.0")).isEqualTo("http://127.0.0.1:81");
    assertThat(baseFor("::")).isEqualTo("http://[::1]:81");
    assertThat(baseFor("fd00::7")).isEqualTo("http://[fd00::7]:81");
    assertThat(baseFor("[fd00::7]")).isEqualTo("http://[fd00::7]:81");
    assertThat(baseFor("localhost")).isEqualTo("http://localhost:81");
  }

  @Test
  void saysThatThisMachineDoesNotHaveTheAddress() {
    assertThatThrownBy(() -> builder("elsewhere").edgeHost("198.51.100.77").build().start())
        .isInstanceOf(PlatformException.class)
        .hasMessage(
            "this machine does not have the address 198.51.100.77; choose another with --host");
  }

  @Test
  void saysThatThePortIsTaken() throws Exception {
    try (ServerSocket taken = new ServerSocket(FreePorts.next())) {
      LocalPlatform other = builder("taken").edgePort(taken.getLocalPort()).build();
      assertThatThrownBy(other::start)
          .isInstanceOf(PlatformException.class)
          .hasMessage("port " + taken.getLocalPort() + " is taken; choose another with --port");
    }
  }

  @Test
  void showsTheLogOfAServiceThatDoesNotStart() {
    LocalPlatform other =
        builder("failing").serviceEnvironment(ServiceKind.AUTH, "FAIL_AT_START", "1").build();
    assertThatThrownBy(other::start)
        .isInstanceOf(PlatformException.class)
        .hasMessageContaining("auth-service ended while it started")
        .hasMessageContaining("cannot find my marbles");
    assertThat(PidRecord.all(folder.resolve("failing/run"))).isEmpty();
  }

  @Test
  void aSecondStartKeepsSecretsAndEndsWhatAKilledRunLeft() throws Exception {
    Path data = folder.resolve("killed");
    Process first = runInAnotherJvm(data);
    List<ProcessIdentity> parts =
        PidRecord.all(data.resolve("run")).stream()
            .map(PidRecord::process)
            .filter(part -> part.pid() != first.pid())
            .toList();
    String accounts = Files.readString(data.resolve("dev.env"));
    first.destroyForcibly().waitFor();
    assertThat(parts).hasSizeGreaterThanOrEqualTo(7).allMatch(ProcessIdentity::isRunning);
    try (LocalPlatform second = builder("killed").build()) {
      second.start();
      assertThat(parts).noneMatch(ProcessIdentity::isRunning);
      assertThat(Files.readString(data.resolve("dev.env")).replaceAll("BASE=.*", ""))
          .isEqualTo(accounts.replaceAll("BASE=.*", ""));
    }
    for (String file : List.of("dev.env", "secrets.properties")) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve(file))))
          .isEqualTo("rw-------");
    }
  }

  @Test
  void aStartThatIsInterruptedSaysThatItStopped() throws Exception {
    Process run = anotherJvm(folder.resolve("interrupted"), Map.of("HANG_AT_START", "1"));
    readUntil(run, "PostgreSQL and Redis answer");
    Signal.TERMINATE.send(run.pid());
    assertThat(run.inputReader(StandardCharsets.UTF_8).lines())
        .containsExactly(
            "stopping…", "stopped; the data is kept in " + folder.resolve("interrupted"));
    assertThat(PidRecord.all(folder.resolve("interrupted/run"))).isEmpty();
  }

  private static Process runInAnotherJvm(Path data) throws Exception {
    Process run = anotherJvm(data, Map.of());
    readUntil(run, "Ctrl-C");
    return run;
  }

  private static Process anotherJvm(Path data, Map<String, String> environment) throws Exception {
    ProcessBuilder command =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Dstdout.encoding=UTF-8",
                "-Dmuster.home=" + checkout,
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "up",
                "--port=" + FreePorts.next(),
                "--data=" + data)
            .redirectErrorStream(true);
    command.environment().putAll(environment);
    return command.start();
  }

  private static void readUntil(Process run, String text) throws Exception {
    String line = "";
    while (line != null && !line.contains(text)) {
      line = run.inputReader(StandardCharsets.UTF_8).readLine();
    }
    assertThat(line).as("what the other JVM says").isNotNull();
  }

  private static String baseFor(String host) {
    return builder("unused").edgeHost(host).edgePort(81).build().base();
  }

  private static String environment(String name) throws Exception {
    return Api.at(platform.base()).get("/api/tasks/environment?" + name).data().asText();
  }

  private static String nextLineWith(String text) throws InterruptedException {
    long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (System.nanoTime() < deadline) {
      String line = LINES.poll(1, TimeUnit.SECONDS);
      if (line != null && line.contains(text)) {
        return line;
      }
    }
    return null;
  }

  private static PlatformBuilder builder(String data) {
    return LocalPlatform.builder().checkout(checkout).data(folder.resolve(data)).durable(false);
  }
}
