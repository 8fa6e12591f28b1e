package dev.muster.platform.demo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.muster.platform.Checkout;
import dev.muster.platform.Secrets;
import dev.muster.platform.account.Accounts;
import dev.muster.platform.api.Api;
import dev.muster.platform.api.LiveSocket;
import dev.muster.platform.api.TaskLog;
import dev.muster.platform.command.Arguments;
import dev.muster.platform.command.RunningPlatform;
import dev.muster.platform.part.PartFactory;
import dev.muster.platform.part.Supervisor;
import dev.muster.platform.process.PlatformException;
import dev.muster.platform.process.ProcessIdentity;
import dev.muster.platform.process.Reason;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Shows a real task on a real agent, from the login to the stored result, and one that is
 * cancelled.
 */
public final class DemoCommand {
  private static final String INSPECT_CHECKOUT =
      """
      git ls-files | while IFS= read -r file; do
        [ -f "$file" ] || continue
        printf '%7d  %.16s  %s\\n' "$(wc -l < "$file")" "$(sha256sum < "$file")" "$file"
      done
      git ls-files -z | xargs -0 cat 2>/dev/null | wc -l | sed 's/^/lines in all: /'
      git ls-files | wc -l | sed 's/^/files in all: /'
      """;
  private static final String COUNT_SLOWLY =
      "echo process $$; i=0; while [ $i -lt 600 ]; do i=$((i+1)); echo \"second $i of 600\"; sleep 1; done";

  private final Arguments arguments;

  public DemoCommand(Arguments arguments) {
    this.arguments = arguments;
  }

  public int run() throws InterruptedException {
    RunningPlatform platform = RunningPlatform.findOrStart(arguments);
    try {
      return show(platform);
    } catch (IOException e) {
      throw new PlatformException("the demo lost the platform: " + Reason.of(e), e);
    }
  }

  private int show(RunningPlatform platform) throws IOException, InterruptedException {
    Map<String, String> env = platform.devEnv();
    Api edge = Api.at(env.get("BASE"));
    step("1. Log in");
    Api admin = Accounts.login(edge, env.get("ADMIN_EMAIL"), env.get("ADMIN_PASSWORD"));
    Api user = Accounts.login(edge, env.get("USER_EMAIL"), env.get("USER_PASSWORD"));
    tell("as " + env.get("ADMIN_EMAIL") + " (manages agents) and " + env.get("USER_EMAIL"));
    Accounts accounts = new Accounts(edge, Secrets.in(arguments.data()));
    PartFactory factory =
        new PartFactory(
            Checkout.here(),
            arguments.data(),
            arguments.nativeExecutables(),
            new Supervisor(line -> {}));
    try (DemoAgent agent = DemoAgent.register(admin, accounts, factory)) {
      Thread cleanUp = new Thread(agent::close, "remove-demo-agent");
      Runtime.getRuntime().addShutdownHook(cleanUp);
      step("2. Register an agent and start it");
      Instant start = Instant.now();
      agent.start();
      tell(
          agent.name()
              + " ("
              + agent.id()
              + ") is online, pid "
              + agent.pid()
              + ", after "
              + Duration.between(start, Instant.now()).toMillis()
              + " ms");
      try (LiveSocket socket = LiveSocket.open(edge.base(), user.token())) {
        boolean done = inspect(user, agent, socket);
        boolean canceled = cancel(user, agent, socket);
        farewell(env.get("BASE"));
        Runtime.getRuntime().removeShutdownHook(cleanUp);
        return done && canceled ? 0 : 1;
      }
    }
  }

  private static boolean inspect(Api user, DemoAgent agent, LiveSocket socket)
      throws IOException, InterruptedException {
    step("3. Submit a task: lines and SHA-256 of every tracked file; its log live");
    String root = Checkout.here().root().toString();
    DemoTask task =
        DemoTask.submit(user, agent.id(), Map.of("script", INSPECT_CHECKOUT, "cwd", root), 300);
    tell("task " + task.id());
    LiveLog log = new LiveLog();
    try (TaskLog _ = task.followLog(socket)) {
      task.follow(socket, log, false);
    }
    log.finish();
    tell(log.lines() + " lines came live; the task is " + task.endedAs);
    step("4. What is stored");
    JsonNode stored = task.stored();
    for (String field : List.of("status", "agent_id", "attempt", "exit_code", "result", "error")) {
      if (stored.hasNonNull(field)) {
        tell("%-10s %s".formatted(field, stored.path(field)));
      }
    }
    tell("%-10s %d bytes".formatted("log", task.storedLogBytes()));
    step("5. How long each hop took");
    Hops.print(task, stored);
    return stored.path("status").asText().equals("done");
  }

  private static boolean cancel(Api user, DemoAgent agent, LiveSocket socket)
      throws IOException, InterruptedException {
    step("6. Submit a long task and cancel it");
    DemoTask task = DemoTask.submit(user, agent.id(), Map.of("script", COUNT_SLOWLY), 3600);
    LiveLog log = new LiveLog();
    StringBuilder output = new StringBuilder();
    Optional<ProcessIdentity> process;
    Instant asked;
    try (TaskLog _ = task.followLog(socket)) {
      task.follow(
          socket,
          content -> {
            output.append(content);
            log.accept(content);
          },
          true);
      process = process(output);
      asked = Instant.now();
      task.cancel();
      task.follow(socket, log, false);
    }
    log.finish();
    boolean gone = process.isPresent() && !process.get().isRunning();
    tell(
        "the task is %s, %d ms after the request; its process %s"
            .formatted(
                task.endedAs,
                Duration.between(asked, task.ended).toMillis(),
                gone ? "is gone" : "was not seen to end"));
    return task.endedAs.equals("canceled") && gone;
  }

  /** The task's process, by the pid that it printed first. */
  private static Optional<ProcessIdentity> process(CharSequence output) {
    Matcher pid = Pattern.compile("^process (\\d+)\\R").matcher(output);
    return pid.find() ? ProcessIdentity.of(Long.parseLong(pid.group(1))) : Optional.empty();
  }

  private void farewell(String base) {
    step("What to try next");
    System.out.printf(
        """
            . %s
            TOKEN=$(curl -s $BASE/api/auth/login -H 'Content-Type: application/json' \\
              -d "{\\"email\\":\\"$USER_EMAIL\\",\\"password\\":\\"$USER_PASSWORD\\"}" \\
              | sed 's/.*"access_token":"\\([^"]*\\).*/\\1/')
            curl -s $BASE/api/tasks -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' \\
              -d '{"capabilities":["process"],"type":"process","input":{"argv":["uname","-a"]},"priority":0}'
            ./muster status%s
            ./muster down%s      (the data stays)

        Everything is at %s; the README has each step in detail.
        """,
        arguments.data().resolve("dev.env"), arguments.dataOption(), arguments.dataOption(), base);
  }

  private static void step(String title) {
    System.out.println();
    System.out.println(title);
  }

  private static void tell(String line) {
    System.out.println("    " + line);
  }
}
