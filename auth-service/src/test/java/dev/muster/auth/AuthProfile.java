package dev.muster.auth;

import dev.muster.test.PostgresAndRedis;
import io.quarkus.test.junit.QuarkusTestProfile;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** The one running service of this module's tests: registration closed, one administrator. */
public final class AuthProfile implements QuarkusTestProfile {
  public static final String ADMIN_EMAIL = "root@muster.test";
  public static final String ADMIN_PASSWORD = "correct horse battery staple";
  public static final String GATEWAY_SECRET = "gateway-secret-of-this-test";
  public static final String SETUP_TOKEN = "setup-token-of-this-test";

  @Override
  public Map<String, String> getConfigOverrides() {
    byte[] key = new byte[32];
    new SecureRandom().nextBytes(key);
    return Map.of(
        "muster.key-encryption-key",
        Base64.getEncoder().encodeToString(key),
        "muster.admin.email",
        " Root@Muster.TEST ",
        "muster.admin.password",
        ADMIN_PASSWORD,
        "muster.clients.ws-gateway",
        GATEWAY_SECRET,
        "muster.setup.token",
        SETUP_TOKEN,
        "muster.proxy.trusted",
        "127.0.0.1");
  }

  @Override
  public List<TestResourceEntry> testResources() {
    return List.of(
        new TestResourceEntry(
            PostgresAndRedis.class, Map.of("schema", "auth", "owner", "muster_auth_owner")));
  }
}
