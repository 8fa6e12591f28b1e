package dev.muster.conformance;

import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code ./muster conformance}. Ends with 0, with 1 if a check failed, with 2 if misused. */
public final class Main {
  private static final String USAGE =
      """
      usage: ./muster conformance --url ws(s)://HOST/ws/agent/AGENT_ID [OPTIONS]

        --client-url URL   look at the endpoint of users too: ws(s)://HOST/ws
        --only ID,…        these checks alone
        --timeout SECONDS  for each connection (10)
        --json             one JSON object a line
        --list             the checks, without running them

      It connects to a server that runs; it starts none. The agent's token is taken from MUSTER_AGENT_TOKEN,
      a user's access token from MUSTER_TOKEN. Register an agent for this alone: its newest connection wins.\
      """;

  private Main() {}

  public static void main(String[] words) throws InterruptedException {
    System.exit(run(List.of(words), System.getenv(), System.out, System.err));
  }

  static int run(
      List<String> words, Map<String, String> environment, PrintStream out, PrintStream err)
      throws InterruptedException {
    try {
      Options options = Options.of(words);
      if (options.list()) {
        Suite.checks()
            .forEach(
                check ->
                    out.printf("%-28s %s (%s)%n", check.id(), check.sentence(), check.section()));
        return 0;
      }
      Optional<Target> target = options.target(environment);
      if (target.isEmpty()) {
        out.println(USAGE);
        return 2;
      }
      return run(options, target.get(), new Report(out, options.json()));
    } catch (Options.Wrong wrong) {
      err.println("muster: " + wrong.getMessage());
      err.println(USAGE);
      return 2;
    }
  }

  private static int run(Options options, Target target, Report report)
      throws InterruptedException {
    for (Check check : Suite.checks()) {
      if (options.only().isEmpty() || options.only().contains(check.id())) {
        report.add(check, Suite.run(check, target));
      }
    }
    report.end();
    return report.isGood() ? 0 : 1;
  }
}
