package dev.muster.kit.limit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.kit.redis.RedisClients;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The page that operators read says what the code does. */
class LimitsPageTest {
  private static final Path PAGE = Path.of("..", "docs", "limits.md");

  @ParameterizedTest
  @EnumSource(Limit.class)
  void namesEachLimitWithItsQuotas(Limit limit) throws IOException {
    String row =
        Files.readAllLines(PAGE).stream()
            .filter(line -> line.startsWith("| `" + limit.wire() + "` |"))
            .findFirst()
            .orElseThrow();
    String[] cells = row.split("\\|", -1);
    assertThat(Quota.parse(cells[3].strip())).isEqualTo(limit.quota(config(Map.of())));
    assertThat(Quota.parse(cells[4].strip())).isEqualTo(limit.quota(config(ofProfile("%dev."))));
  }

  private static LimitsConfig config(Map<String, String> values) {
    return RedisClients.config(LimitsConfig.class, values);
  }

  private static Map<String, String> ofProfile(String prefix) throws IOException {
    Properties defaults = new Properties();
    try (InputStream in =
        Limit.class.getResourceAsStream("/META-INF/microprofile-config.properties")) {
      defaults.load(in);
    }
    Map<String, String> values = new HashMap<>();
    for (String name : defaults.stringPropertyNames()) {
      if (name.startsWith(prefix + "muster.limits.")) {
        values.put(name.substring(prefix.length()), defaults.getProperty(name));
      }
    }
    assertThat(values).isNotEmpty();
    return values;
  }
}
