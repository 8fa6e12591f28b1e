package dev.muster.kit.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.tls.runtime.config.PemKeyCertConfig;
import io.quarkus.tls.runtime.config.TlsConfig;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The environment variables of the page that operators read are those that Quarkus reads. */
class TlsPageTest {
  private static final Path PAGE = Path.of("..", "docs", "web-safety.md");

  @Test
  void theVariablesNameACertificateAndItsKey() throws IOException {
    SmallRyeConfig config =
        new SmallRyeConfigBuilder()
            .addDiscoveredConverters()
            .withSources(new EnvConfigSource(variables(), 300))
            .withMapping(TlsConfig.class)
            .build();
    PemKeyCertConfig pem =
        config
            .getConfigMapping(TlsConfig.class)
            .defaultCertificateConfig()
            .flatMap(bucket -> bucket.keyStore())
            .flatMap(store -> store.pem())
            .orElseThrow();
    assertThat(pem.keyCerts()).hasSize(1);
    assertThat(pem.keyCerts().get("0").cert()).hasFileName("tls.crt");
    assertThat(pem.keyCerts().get("0").key()).hasFileName("tls.key");
  }

  private static Map<String, String> variables() throws IOException {
    return Files.readAllLines(PAGE).stream()
        .filter(line -> line.startsWith("QUARKUS_TLS_"))
        .map(line -> line.split("=", 2))
        .collect(Collectors.toMap(part -> part[0], part -> part[1]));
  }
}
