package dev.muster.gateway.operations;

import dev.muster.event.RedisNames;
import dev.muster.gateway.fleet.RedisCalls;
import dev.muster.kit.http.Page;
import dev.muster.kit.redis.LuaScript;
import io.vertx.redis.client.Response;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The two dead-letter logs as one, newest first. Each holds about a thousand. */
@Singleton
class DeadLetterLog {
  private static final LuaScript DEAD_LETTERS =
      new LuaScript(DeadLetterLog.class, "dead_letters.lua");

  /** Entries may be large, and Redis does nothing else meanwhile. */
  private static final int AT_ONCE = 50;

  private static final Map<String, String> STREAMS =
      Map.of(
          DeadLetterView.GATEWAY,
          RedisNames.GATEWAY_DEAD_LETTERS,
          DeadLetterView.CONSUMER,
          RedisNames.DEAD_LETTERS);

  private final RedisCalls redis;

  @Inject
  DeadLetterLog(RedisCalls redis) {
    this.redis = redis;
  }

  static boolean isSource(String source) {
    return STREAMS.containsKey(source);
  }

  /**
   * @param source null: both
   * @param agentId null: of any, and of none
   */
  Page<DeadLetterView> page(String source, String agentId, int offset, int size) {
    List<DeadLetterView> all = new ArrayList<>();
    STREAMS.forEach(
        (name, stream) -> {
          if (source == null || source.equals(name)) {
            read(name, stream, all);
          }
        });
    List<DeadLetterView> fitting =
        all.stream()
            .filter(each -> agentId == null || agentId.equals(each.agentId()))
            .sorted(Comparator.comparing(DeadLetterView::at).reversed())
            .toList();
    int from = Math.min(offset, fitting.size());
    return new Page<>(fitting.subList(from, Math.min(from + size, fitting.size())), fitting.size());
  }

  private void read(String source, String stream, List<DeadLetterView> into) {
    String below = "+";
    int found = AT_ONCE;
    while (found == AT_ONCE) {
      Response letters = redis.call(DEAD_LETTERS.on(List.of(stream), below, AT_ONCE));
      found = letters.size();
      for (Response letter : letters) {
        below = "(" + letter.get(0);
        into.add(DeadLetterView.of(source, fields(letter)));
      }
    }
  }

  private static Map<String, String> fields(Response letter) {
    Map<String, String> fields = new HashMap<>();
    for (int i = 1; i + 1 < letter.size(); i += 2) {
      fields.put(letter.get(i).toString(), letter.get(i + 1).toString());
    }
    return fields;
  }
}
