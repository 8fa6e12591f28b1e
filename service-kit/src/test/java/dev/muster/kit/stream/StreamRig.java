package dev.muster.kit.stream;

import dev.muster.event.RedisNames;
import dev.muster.kit.redis.RedisClients;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Response;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** A stream that nothing else uses, and what was handled of it. */
final class StreamRig {
  private static final AtomicInteger COUNT = new AtomicInteger();
  static final String GROUP = "workers";

  final String stream = "stream" + COUNT.incrementAndGet();
  final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  final ConcurrentLinkedQueue<String> handled = new ConcurrentLinkedQueue<>();
  final StreamConfig config;
  final Streams streams;

  StreamRig() {
    this(Map.of());
  }

  StreamRig(Map<String, String> settings) {
    Map<String, String> all = new HashMap<>();
    all.put("muster.stream.block", "50ms");
    all.put("muster.stream.timeout", "2s");
    all.put("muster.stream.first-pause", "5ms");
    all.put("muster.stream.longest-pause", "50ms");
    all.put("muster.stream.claim-after", "300ms");
    all.putAll(settings);
    config = RedisClients.config(StreamConfig.class, all);
    streams = new Streams(RedisClients.client(), config, registry);
  }

  StreamPublisher publisher() {
    return new StreamPublisher(RedisClients.client(), config, registry);
  }

  StreamConsumer consumer(StreamHandler handler) {
    return streams.consumer(stream, GROUP).handler(handler).start();
  }

  StreamConsumer consumer() {
    return consumer(this::note);
  }

  void note(List<StreamEntry> entries) {
    entries.forEach(entry -> handled.add(entry.fields().get("n")));
  }

  List<String> handled() {
    return List.copyOf(handled);
  }

  void write(String... values) {
    for (String value : values) {
      RedisClients.command(Command.XADD, stream, "*", "n", value);
    }
  }

  long pending() {
    return RedisClients.command(Command.XPENDING, stream, GROUP).get(0).toLong();
  }

  List<String> consumers() {
    return RedisClients.command(Command.XINFO, "CONSUMERS", stream, GROUP).stream()
        .map(one -> one.get("name").toString())
        .toList();
  }

  /** Entries given to a consumer that will never be heard of again. */
  void giveToDeadConsumer() {
    RedisClients.command(Command.XGROUP, "CREATE", stream, GROUP, "0", "MKSTREAM");
    RedisClients.command(
        Command.XREADGROUP, "GROUP", GROUP, "dead", "COUNT", "100", "STREAMS", stream, ">");
  }

  /** Fields of this stream's dead letters. */
  List<Map<String, String>> deadLetters() {
    Response all = RedisClients.command(Command.XRANGE, RedisNames.DEAD_LETTERS, "-", "+");
    return Entries.of(all).entries().stream()
        .map(StreamEntry::fields)
        .filter(fields -> fields.get("stream").equals(stream))
        .toList();
  }

  static void killConnections(String type) {
    RedisClients.command(Command.CLIENT, "KILL", "TYPE", type, "SKIPME", "yes");
  }
}
