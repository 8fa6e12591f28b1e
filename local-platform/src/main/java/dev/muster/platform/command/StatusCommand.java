package dev.muster.platform.command;

import com.fasterxml.jackson.databind.JsonNode;
import dev.muster.platform.LocalPlatform;
import dev.muster.platform.api.Api;
import dev.muster.platform.process.PidRecord;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Prints each process with pid, health and address. Exit code 0: all healthy; 1: not all; 3: not
 * running.
 */
public final class StatusCommand {
  private static final int NOT_RUNNING = 3;

  private final Arguments arguments;

  public StatusCommand(Arguments arguments) {
    this.arguments = arguments;
  }

  public int run() throws InterruptedException {
    List<PidRecord> records = PidRecord.all(arguments.data().resolve("run"));
    Optional<PidRecord> platform =
        records.stream().filter(record -> record.name().equals(LocalPlatform.RECORD)).findFirst();
    if (platform.isEmpty() || !platform.get().process().isRunning()) {
      System.out.println("not running on " + arguments.data());
      return NOT_RUNNING;
    }
    Map<String, String> health = health(platform.get().url());
    boolean healthy = "UP".equals(health.get(LocalPlatform.RECORD));
    System.out.printf("%-26s %8s  %-7s  %s%n", "PROCESS", "PID", "HEALTH", "URL");
    for (PidRecord record : records) {
      boolean runs = record.process().isRunning();
      String state = runs ? health.getOrDefault(record.name(), "?") : "ended";
      System.out.printf(
          "%-26s %8d  %-7s  %s%n", record.name(), record.process().pid(), state, record.url());
    }
    return healthy ? 0 : 1;
  }

  private static Map<String, String> health(String base) throws InterruptedException {
    Map<String, String> states = new HashMap<>();
    try {
      JsonNode report = Api.at(base).get("/health").body();
      states.put(LocalPlatform.RECORD, report.path("status").asText("?"));
      for (JsonNode check : report.path("checks")) {
        states.put(check.path("name").asText(), check.path("status").asText());
      }
    } catch (IOException away) {
      states.put(LocalPlatform.RECORD, "DOWN");
    }
    return states;
  }
}
