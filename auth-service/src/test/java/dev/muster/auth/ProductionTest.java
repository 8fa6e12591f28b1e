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
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.Config;
import org.junit.jupiter.api.Test;
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
    "muster.password.cost,10",
    KEY + ",AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
    KEY + ",VGhpcyBrZXkgaXMgdHlwZWQsIG5vdCBtYWRlIHVwISE=",
    KEY + ",' '",
  })
  void namesWhatIsWrongAndDoesNotTellIt(String setting, String value) {
    List<String> found = findings(Map.of(setting, value));
    assertThat(found).singleElement().asString().startsWith(setting);
    if (value.length() > 4) {
      assertThat(found.getFirst()).doesNotContain(value);
    }
  }

  @Test
  void namesAMissingKeyEncryptionKey() {
    Map<String, String> none = new HashMap<>();
    none.put(KEY, "");
    assertThat(findings(none)).singleElement().asString().contains("MUSTER_KEY_ENCRYPTION_KEY");
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
