package dev.muster.platform.command;

import dev.muster.platform.LocalPlatform;
import dev.muster.platform.process.PidRecord;
import dev.muster.platform.process.ProcessIdentity;
import dev.muster.platform.process.Signal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Stops the run of one data folder, and what a killed run left there; nothing else. */
public final class DownCommand {
  private static final Duration ORDERLY = Duration.ofSeconds(60);

  private final Arguments arguments;

  public DownCommand(Arguments arguments) {
    this.arguments = arguments;
  }

  public int run() throws InterruptedException {
    Optional<ProcessIdentity> holder =
        PidRecord.read(arguments.data().resolve("run"), LocalPlatform.RECORD)
            .map(PidRecord::process)
            .filter(ProcessIdentity::isRunning);
    if (holder.isPresent()) {
      Signal.TERMINATE.send(holder.get().pid());
      if (!holder.get().awaitExit(ORDERLY)) {
        Signal.KILL.send(holder.get().pid());
        holder.get().awaitExit(Duration.ofSeconds(10));
      }
    }
    List<String> ended = LocalPlatform.endLeftovers(arguments.data());
    if (holder.isPresent()) {
      System.out.println("stopped; the data is kept in " + arguments.data());
    } else if (ended.isEmpty()) {
      System.out.println("nothing runs on " + arguments.data());
    } else {
      System.out.println("ended what a killed run had left: " + String.join(", ", ended));
    }
    return 0;
  }
}
