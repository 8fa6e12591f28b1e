package dev.muster.bench;

import dev.muster.platform.LocalPlatform;
import dev.muster.platform.PlatformBuilder;
import dev.muster.platform.api.Api;
import dev.muster.platform.part.Part;
import dev.muster.platform.part.ServiceEnvironment;
import dev.muster.platform.part.ServiceKind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A platform without agents whose auth-service has no limits worth the name: it is measured by one
 * client on one address.
 */
final class AuthStand implements AutoCloseable {
  private static final String UNLIMITED = "1000000/1m";

  private final LocalPlatform platform;

  private AuthStand(LocalPlatform platform) {
    this.platform = platform;
  }

  /**
   * @param passwordCost bcrypt's cost of the accounts that are made at the start
   */
  static AuthStand start(Options options, int passwordCost) throws InterruptedException {
    PlatformBuilder builder =
        LocalPlatform.builder()
            .freshDataUnder(Path.of(System.getProperty("java.io.tmpdir"), "muster-bench"))
            .nativeExecutables(options.nativeExecutables())
            .agents(0)
            .serviceEnvironment(
                ServiceKind.AUTH, "MUSTER_PASSWORD_COST", Integer.toString(passwordCost));
    for (String limit : List.of("LOGIN", "LOGIN_ACCOUNT", "REFRESH", "ANONYMOUS")) {
      builder.serviceEnvironment(ServiceKind.AUTH, "MUSTER_LIMITS_" + limit, UNLIMITED);
    }
    AuthStand stand = new AuthStand(builder.build());
    // Also when it is interrupted from outside; closing twice is harmless.
    Runtime.getRuntime().addShutdownHook(new Thread(stand::close));
    stand.platform.start();
    return stand;
  }

  /** The edge. */
  String edge() {
    return platform.base();
  }

  /** auth-service itself, past the edge. */
  Part service() {
    return platform.service(ServiceKind.AUTH, 0);
  }

  /** The development user's credentials. */
  Map<String, String> user() {
    return Map.of(
        "email", ServiceEnvironment.USER_EMAIL, "password", platform.accounts().userPassword());
  }

  /** One login over the given client; the bare answer. */
  Api.Answer login(Api client) throws Exception {
    Api.Answer answer = client.post("/api/v1/auth/login", user());
    if (!answer.ok()) {
      throw new IllegalStateException("login failed: HTTP " + answer.status());
    }
    return answer;
  }

  /** CPU that everybody who has a part in a request to auth-service has used so far. */
  Cpu cpu() {
    long client = ProcessHandle.current().pid();
    List<Long> servers = new ArrayList<>(ProcessTree.of(client));
    servers.remove(client);
    for (Part part : platform.parts()) {
      servers.removeAll(ProcessTree.of(part.pid()));
    }
    return new Cpu(
        ProcessTree.cpuSeconds(List.of(client)),
        ProcessTree.cpuSeconds(List.of(service().pid())),
        ProcessTree.cpuSeconds(servers));
  }

  @Override
  public void close() {
    platform.close();
  }
}
