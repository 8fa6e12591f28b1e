package dev.muster.platform.command;

import dev.muster.platform.LocalPlatform;
import dev.muster.platform.PlatformBuilder;
import dev.muster.platform.part.ServiceEnvironment;
import dev.muster.platform.part.ServiceKind;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** Starts the platform and holds it until it is told to stop. */
public final class UpCommand {
  private final Arguments arguments;
  private volatile boolean starting;

  public UpCommand(Arguments arguments) {
    this.arguments = arguments;
  }

  public int run() throws InterruptedException {
    Map<String, String> settings = arguments.settings();
    if (arguments.detached()) {
      return new BackgroundRun(arguments).start();
    }
    PlatformBuilder builder =
        LocalPlatform.builder()
            .data(arguments.data())
            .edgeHost(arguments.host())
            .edgePort(arguments.port())
            .agents(arguments.agents())
            .gateways(arguments.gateways())
            .taskServices(arguments.taskServices())
            .nativeExecutables(arguments.nativeExecutables())
            .progress(System.out::println);
    for (ServiceKind kind : ServiceKind.values()) {
      settings.forEach((name, value) -> builder.serviceEnvironment(kind, name, value));
    }
    LocalPlatform platform = builder.build();
    CountDownLatch stopped = new CountDownLatch(1);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(platform), "stop"));
    long start = System.nanoTime();
    start(platform);
    announce(platform, (System.nanoTime() - start) / 1e9);
    ReadyMark.set(arguments.data());
    // Until a signal runs the shutdown hook.
    stopped.await();
    return 0;
  }

  private void start(LocalPlatform platform) throws InterruptedException {
    starting = true;
    try {
      platform.start();
    } finally {
      starting = false;
    }
  }

  /** Silent after a failed start, which has stopped itself and says why. */
  private void stop(LocalPlatform platform) {
    boolean asked = starting || ReadyMark.clear(arguments.data());
    if (asked) {
      System.out.println("stopping…");
    }
    platform.close();
    if (asked) {
      System.out.println("stopped; the data is kept in " + arguments.data());
    }
  }

  private void announce(LocalPlatform platform, double seconds) {
    String base = platform.base();
    System.out.printf(
        """

        Muster is up after %.1f s.

          edge                    %s
          health                  %s/health
          web socket              %s/ws
          accounts                %s, %s (passwords in %s)
          logs                    %s
        """,
        seconds,
        base,
        base,
        base.replace("http:", "ws:"),
        ServiceEnvironment.ADMIN_EMAIL,
        ServiceEnvironment.USER_EMAIL,
        arguments.data().resolve("dev.env"),
        arguments.data().resolve("logs"));
    for (ServiceKind kind : ServiceKind.values()) {
      platform
          .services(kind)
          .forEach(part -> System.out.printf("  %-24s%s%n", part.name(), part.url()));
    }
    System.out.println();
    System.out.println("Try `./muster demo` in another terminal. Ctrl-C stops everything.");
  }
}
