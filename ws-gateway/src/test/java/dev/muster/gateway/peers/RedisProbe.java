package dev.muster.gateway.peers;

import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.redis.datasource.stream.StreamRange;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** What task-service and others would see and do in Redis. */
@Singleton
public class RedisProbe {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  @Inject RedisDataSource redis;

  public List<Map<String, String>> entries(String stream) {
    return redis.stream(String.class).xrange(stream, StreamRange.of("-", "+")).stream()
        .map(entry -> entry.payload())
        .toList();
  }

  public void add(String stream, Map<String, String> fields) {
    String unused = redis.stream(String.class).xadd(stream, fields);
  }

  /** With an id of one's own. */
  public void add(String stream, String id, Map<String, String> fields) {
    List<String> command = new ArrayList<>(List.of(stream, id));
    fields.forEach((name, value) -> command.addAll(List.of(name, value)));
    var unused = redis.execute("XADD", command.toArray(String[]::new));
  }

  public void execute(String command, String... arguments) {
    var unused = redis.execute(command, arguments);
  }

  /** Cuts the connections that wait for entries of streams. */
  public void killReaders() {
    for (String client : redis.execute("CLIENT", "LIST").toString().split("\n", -1)) {
      if (client.contains(" cmd=xread ")) {
        execute("CLIENT", "KILL", "ID", client.substring(3, client.indexOf(' ')));
      }
    }
  }

  public void publish(String channel, String message) {
    redis.pubsub(String.class).publish(channel, message);
  }

  public Optional<String> value(String key) {
    return Optional.ofNullable(redis.value(String.class).get(key));
  }

  public Optional<Double> score(String set, Object member) {
    OptionalDouble score = redis.sortedSet(String.class).zscore(set, member.toString());
    return score.isPresent() ? Optional.of(score.getAsDouble()) : Optional.empty();
  }

  public Map<String, String> await(String stream, Predicate<Map<String, String>> fits) {
    return await(() -> entries(stream).stream().filter(fits).findFirst(), Optional::isPresent)
        .orElseThrow();
  }

  /** Polls, as Redis has no other way to tell. */
  public static <T> T await(Supplier<T> value, Predicate<T> fits) {
    long until = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      T now = value.get();
      if (fits.test(now)) {
        return now;
      }
      if (System.nanoTime() > until) {
        throw new AssertionError("not so within " + PATIENCE + ": " + now);
      }
      LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
    }
  }
}
