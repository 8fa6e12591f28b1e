package dev.muster.test.auth;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/** Gives a Quarkus test an {@link AuthServer}, which is set into the test's field of that type. */
public final class WithAuthServer implements QuarkusTestResourceLifecycleManager {
  private AuthServer server;

  @Override
  public Map<String, String> start() {
    server = AuthServer.start();
    return Map.of("muster.auth.url", server.url(), "muster.service.secret", "secret-of-a-test");
  }

  @Override
  public void inject(TestInjector injector) {
    injector.injectIntoFields(server, new TestInjector.MatchesType(AuthServer.class));
  }

  @Override
  public void stop() {
    if (server != null) {
      server.close();
    }
  }
}
