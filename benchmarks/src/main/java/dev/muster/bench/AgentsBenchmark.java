package dev.muster.bench;

import com.fasterxml.jackson.databind.JsonNode;
import dev.muster.event.AgentPresence;
import dev.muster.event.RedisNames;
import dev.muster.platform.LocalPlatform;
import dev.muster.platform.api.Api;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * How long a filtered list of agents takes with 20,000 registered and 15,000 of them online: one
 * request at a time through the edge, the filters in turn, pages of 50. Agents and presence are
 * written past the services; each has a description and four tags. Command: {@code ./muster bench
 * agents [--seconds n]}.
 */
final class AgentsBenchmark implements Benchmark {
  private static final int AGENTS = 20_000;
  private static final int WARM_UP = 600;
  private static final int WRITES_AT_ONCE = 1_000;

  private static final String INSERT =
      """
      insert into registry.namespace (name, created_at, updated_at)
      select 'team-' || i, now(), now() from generate_series(0, 19) i;
      insert into registry.agent (id, name, type, namespace, visibility, description, tags,
        capabilities, concurrency, search_text, token_salt, token_hash, created_at, updated_at)
      select gen_random_uuid(), name, type, namespace, visibility, description, tags, capabilities,
        4, lower(name || E'\\n' || description || E'\\n' || array_to_string(tags, E'\\n')),
        substr(sha256(''), 1, 16), sha256(''), now(), now()
      from (
        select 'builder-' || lpad(i::text, 5, '0') as name,
          (array['process', 'chat', 'iac', 'http'])[1 + i % 4] as type,
          'team-' || i % 20 as namespace,
          case when i % 10 = 0 then 'private' else 'public' end as visibility,
          'rack ' || i % 400 || ', ' || md5(i::text) as description,
          array['zone-' || i % 5, 'rack-' || i % 400, 'os-linux', 'gen-' || i % 3] as tags,
          array['process', 'cap-' || i % 50] as capabilities
        from generate_series(1, HOW_MANY) i) made;
      analyze registry.agent
      """
          .replace("HOW_MANY", "" + AGENTS);

  /** Name of the figure and query. */
  private static final Map<String, String> QUERIES = new LinkedHashMap<>();

  static {
    QUERIES.put("online", "online=true");
    QUERIES.put("offline", "online=false");
    QUERIES.put("type", "online=true&type=chat");
    QUERIES.put("tag", "online=true&tag=rack-7");
    QUERIES.put("capability", "online=true&capability=cap-7");
    QUERIES.put("namespace", "online=true&namespace=team-3");
    QUERIES.put("q", "online=true&q=builder-01");
    QUERIES.put("q_rare", "online=true&q=a3f");
    QUERIES.put("combined", "online=true&namespace=team-3&tag=zone-3&capability=process&q=rack");
    QUERIES.put("last_page", "online=true&page=300");
    QUERIES.put("no_presence", "type=process&tag=zone-1");
  }

  @Override
  public String about() {
    return "milliseconds for a filtered list of 20,000 agents, 15,000 of them online";
  }

  @Override
  public void run(Options options, Report report) throws Exception {
    try (LocalPlatform platform =
        LocalPlatform.builder()
            .freshDataUnder(Path.of(System.getProperty("java.io.tmpdir"), "muster-bench"))
            .nativeExecutables(options.nativeExecutables())
            .agents(0)
            .build()) {
      report.progress("starting the platform");
      // Also when it is interrupted from outside; closing twice is harmless.
      Runtime.getRuntime().addShutdownHook(new Thread(platform::close));
      platform.start();
      report.progress("making " + AGENTS + " agents");
      bringOnline(platform, agents(platform));
      Api admin = platform.accounts().admin();
      report.progress("lists, " + WARM_UP + " to warm up");
      measure(options, report, admin);
    }
  }

  private static List<UUID> agents(LocalPlatform platform) throws SQLException {
    List<UUID> ids = new ArrayList<>();
    try (Connection connection = platform.postgres().connect("muster");
        Statement statement = connection.createStatement()) {
      statement.execute(INSERT);
      try (ResultSet rows =
          statement.executeQuery("select id from registry.agent order by md5(id::text)")) {
        while (rows.next()) {
          ids.add(rows.getObject(1, UUID.class));
        }
      }
    }
    return ids;
  }

  /** Three of four, for an hour. */
  private static void bringOnline(LocalPlatform platform, List<UUID> ids) throws IOException {
    long now = System.currentTimeMillis();
    try (RedisLoad redis = new RedisLoad(platform.redis().port(), platform.redisPassword())) {
      for (int i = 0; i < ids.size() * 3 / 4; i++) {
        UUID id = ids.get(i);
        String presence =
            new AgentPresence("gw-bench", id.toString(), now, now, 12.5, 40.0, 1, 3).toJson();
        redis.add("SET", RedisNames.presence(id), presence, "EX", "3600");
        redis.add("ZADD", RedisNames.AGENTS_PRESENT, "" + (now + 3_600_000), id.toString());
        if (i % WRITES_AT_ONCE == 0) {
          redis.flush();
        }
      }
      redis.flush();
    }
  }

  private static void measure(Options options, Report report, Api admin) throws Exception {
    Samples all = new Samples();
    Map<String, Samples> each = new LinkedHashMap<>();
    QUERIES.keySet().forEach(name -> each.put(name, new Samples()));
    int rounds = WARM_UP / QUERIES.size();
    long end = Long.MAX_VALUE;
    for (int i = 0; System.nanoTime() < end; i++) {
      if (i == rounds) {
        end = System.nanoTime() + options.length().toNanos();
      }
      for (Map.Entry<String, String> query : QUERIES.entrySet()) {
        long began = System.nanoTime();
        Api.Answer answer = admin.get("/api/v1/agents?page_size=50&" + query.getValue());
        double millis = (System.nanoTime() - began) / 1e6;
        check(query.getValue(), answer);
        if (i >= rounds) {
          all.add(millis);
          each.get(query.getKey()).add(millis);
        }
      }
    }
    report.atMost("agents_list_p99_ms", all.percentile(99), "ms", 30);
    report.figure("agents_list_p50_ms", all.percentile(50), "ms");
    report.figure("lists", all.count(), "count");
    for (Map.Entry<String, Samples> samples : each.entrySet()) {
      report.figure(samples.getKey() + "_p50_ms", samples.getValue().percentile(50), "ms");
      report.figure(samples.getKey() + "_p99_ms", samples.getValue().percentile(99), "ms");
    }
  }

  private static void check(String query, Api.Answer answer) {
    if (!answer.ok() || answer.body().isEmpty()) {
      throw new IllegalStateException(query + " was answered " + answer.failure());
    }
    for (JsonNode agent : answer.body()) {
      if (query.startsWith("online=") && !query.startsWith("online=" + agent.path("online"))) {
        throw new IllegalStateException(query + " listed " + agent);
      }
    }
  }
}
