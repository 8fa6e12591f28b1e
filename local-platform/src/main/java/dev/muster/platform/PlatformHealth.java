package dev.muster.platform;

import dev.muster.platform.edge.EdgeHealth;
import dev.muster.platform.part.Part;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/** Checks every part at the same time, off the event loop. */
final class PlatformHealth implements EdgeHealth {

  private record Check(String name, BooleanSupplier up) {}

  private final Vertx vertx;
  private volatile List<Check> checks = List.of();

  PlatformHealth(Vertx vertx) {
    this.vertx = vertx;
  }

  /** From now on, these are checked; before, the platform is not up. */
  void watch(BooleanSupplier postgres, BooleanSupplier redis, List<Part> parts) {
    List<Check> all = new ArrayList<>();
    all.add(new Check("postgres", postgres));
    all.add(new Check("redis", redis));
    parts.forEach(part -> all.add(new Check(part.name(), part::isReady)));
    checks = List.copyOf(all);
  }

  @Override
  public Future<Report> check() {
    List<Check> now = checks;
    List<Future<Boolean>> answers = new ArrayList<>();
    now.forEach(check -> answers.add(vertx.executeBlocking(check.up()::getAsBoolean, false)));
    return Future.join(answers)
        .otherwiseEmpty()
        .map(
            done -> {
              boolean up = !now.isEmpty();
              JsonArray list = new JsonArray();
              for (int i = 0; i < now.size(); i++) {
                boolean partUp = answers.get(i).succeeded() && answers.get(i).result();
                up &= partUp;
                list.add(
                    new JsonObject().put("name", now.get(i).name()).put("status", word(partUp)));
              }
              return new Report(
                  up, new JsonObject().put("status", word(up)).put("checks", list).encode());
            });
  }

  private static String word(boolean up) {
    return up ? "UP" : "DOWN";
  }
}
