package dev.muster.conformance;

import dev.muster.conformance.raw.RawSocket;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code ./muster conformance}. Ends with 0, with 1 if a check failed, with 2 if misused or without
 * a server.
 */
public final class Main {
  private static final String USAGE =
      """
      usage: ./muster conformance --url ws(s)://HOST/ws/agent/AGENT_ID [OPTIONS]

        --client-url URL   look at the endpoint of users too: ws(s)://HOST/ws
        --only ID,…        these checks alone
        --timeout SECONDS  for each connection (10)
        --json             one JSON object a line
        --list             the checks, without running them
        --help             this text

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
    if (words.contains("--help") || words.contains("-h")) {
      out.println(USAGE);
      return 0;
    }
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
      Optional<IOException> away = away(target.get());
      if (away.isPresent()) {
        err.println("muster: can't connect to " + target.get() + ": " + away.get().getMessage());
        return 2;
      }
      return run(options, target.get(), new Report(out, options.json()));
    } catch (Options.Wrong wrong) {
      err.println("muster: " + wrong.getMessage());
      err.println(USAGE);
      return 2;
    }
  }

  /** Said once, instead of by every check. */
  private static Optional<IOException> away(Target target) {
    List<URI> urls = new ArrayList<>(List.of(target.agent()));
    target.client().map(Target.Client::url).ifPresent(urls::add);
    for (URI url : urls) {
      try {
        RawSocket.connect(url, target.patience()).close();
      } catch (IOException e) {
        return Optional.of(e);
      }
    }
    return Optional.empty();
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
