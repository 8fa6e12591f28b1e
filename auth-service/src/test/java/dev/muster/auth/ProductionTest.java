package dev.muster.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.kit.secret.ProductionRule;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.Config;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What this service doesn't go into production with; it asks all rules that the start asks. */
@QuarkusTest
@TestProfile(AuthProfile.class)
class ProductionTest {
  private static final String KEY = "muster.key-encryption-key";

  @Inject @Any Instance<ProductionRule> rules;

  @Test
  void goodSettingsAreNoFinding() {
    assertThat(findings(Map.of())).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "muster.registration.open,true",
    "muster.admin.password,changeme",
    "muster.setup.token,test-token-of-somebody",
    "muster.clients.ws-gateway,dev-secret-of-the-gateway",
    "muster.clients.task-service,changeme",
    "muster.clients.agent-registry-service,changeme",
    "muster.service.secret,changeme",
    "muster.cookie.secure,false",
    "muster.proxy.trusted,'10.0.0.1,0.0.0.0/0'",
    "muster.proxy.trusted,::/0",
    "quarkus.datasource.password,changeme",
    "quarkus.flyway.password,secret-of-the-owner",
    "quarkus.redis.password,dev-password-of-redis",
    "quarkus.redis.consumers.password,changeme",
    "quarkus.datasource.jdbc.url,jdbc:postgresql://db/muster?user=auth&password=changeme",
    "muster.redis.url,redis://:changeme@redis:6379",
    "muster.password.cost,10",
    KEY + ",AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
    KEY + ",VGhpcyBrZXkgaXMgdHlwZWQsIG5vdCBtYWRlIHVwISE=",
    KEY + ",' '",
  })
  void namesWhatIsWrongAndDoesNotTellIt(String setting, String value) {
    List<String> found = findings(Map.of(setting, value));
    assertThat(found).singleElement().asString().startsWith(setting);
    if (value.length() > 5) {
      assertThat(found.getFirst()).doesNotContain(value);
    }
  }

  @Test
  void namesAMissingKeyEncryptionKey() {
    Map<String, String> none = new HashMap<>();
    none.put(KEY, "");
    assertThat(findings(none)).singleElement().asString().contains("MUSTER_KEY_ENCRYPTION_KEY");
  }

  @Test
  void namesASetupTokenInAFile(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("token"), "test-token-of-somebody\n");
    assertThat(findings(Map.of("muster.setup.token-file", file.toString())))
        .singleElement()
        .asString()
        .startsWith("muster.setup.token-file ")
        .doesNotContain("somebody");
    Files.writeString(file, "4rJq0mB1xkz7Vv2LhQpT9w\n");
    assertThat(findings(Map.of("muster.setup.token-file", file.toString()))).isEmpty();
  }

  @Test
  void addressesWithoutAPasswordAndProxiesThatAreSomeAreNoFinding() {
    assertThat(
            findings(
                Map.of(
                    "quarkus.datasource.jdbc.url", "jdbc:postgresql://db:5432/muster?ssl=true",
                    "muster.redis.url", "redis://redis:6379",
                    "muster.cookie.secure", "true",
                    "muster.proxy.trusted", "10.0.0.0/8,::1")))
        .isEmpty();
  }

  private List<String> findings(Map<String, String> changes) {
    byte[] random = new byte[32];
    new SecureRandom().nextBytes(random);
    Map<String, String> settings = new HashMap<>();
    settings.put(KEY, Base64.getEncoder().encodeToString(random));
    settings.put("muster.admin.password", "correct horse battery staple");
    settings.putAll(changes);
    Config config =
        new SmallRyeConfigBuilder()
            .withSources(new PropertiesConfigSource(settings, "test", 100))
            .build();
    return rules.stream().flatMap(rule -> rule.findings(config)).toList();
  }
}
