package dev.muster.system.stage;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.muster.system.client.Rest;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A real Keycloak with the realm of {@code keycloak/muster-realm.json}, from an unpacked
 * distribution, in memory, on loopback.
 */
public final class Keycloak implements AutoCloseable {
  private static final String REALM = "muster-realm.json";
  private static final Duration READY_WITHIN = Duration.ofMinutes(3);

  private final Process process;
  private final Rest client;

  private Keycloak(Process process, Rest client) {
    this.process = process;
    this.client = client;
  }

  public static Keycloak start(Path distribution, int port) throws IOException {
    Path imports = Files.createDirectories(distribution.resolve("data/import"));
    Files.copy(
        Path.of("src/test/resources/keycloak", REALM),
        imports.resolve(REALM),
        StandardCopyOption.REPLACE_EXISTING);
    ProcessBuilder builder =
        new ProcessBuilder(
                "sh",
                distribution.resolve("bin/kc.sh").toString(),
                "start-dev",
                "--http-host=127.0.0.1",
                "--http-port=" + port,
                "--db=dev-mem",
                "--cache=local",
                "--import-realm")
            .redirectErrorStream(true)
            .redirectOutput(distribution.resolve("keycloak.log").toFile());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("JAVA_OPTS_KC_HEAP", "-Xms64m -Xmx512m");
    Keycloak started = new Keycloak(builder.start(), Rest.with("http://127.0.0.1:" + port, ""));
    try {
      await().atMost(READY_WITHIN).ignoreExceptions().until(started::isReady);
      return started;
    } catch (RuntimeException e) {
      started.kill();
      throw e;
    }
  }

  private boolean isReady() throws IOException, InterruptedException {
    if (!process.isAlive()) {
      throw new IllegalStateException("Keycloak ended with " + process.exitValue());
    }
    return client.get("/realms/muster/.well-known/openid-configuration").ok();
  }

  /** The answer to a user's password: tokens, or an error. */
  public JsonNode login(String clientId, String user, String password)
      throws IOException, InterruptedException {
    String form =
        Map.of(
                "grant_type", "password",
                "client_id", clientId,
                "username", user,
                "password", password,
                "scope", "openid")
            .entrySet()
            .stream()
            .map(
                each ->
                    each.getKey()
                        + "="
                        + URLEncoder.encode(each.getValue(), StandardCharsets.UTF_8))
            .collect(Collectors.joining("&"));
    return Rest.send(
            client
                .request("/realms/muster/protocol/openid-connect/token")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form)))
        .json();
  }

  @Override
  public void close() {
    kill();
  }

  /** Ends it and whatever its script started. */
  public void kill() {
    List<ProcessHandle> all =
        Stream.concat(process.descendants(), Stream.of(process.toHandle())).toList();
    all.forEach(ProcessHandle::destroyForcibly);
    all.forEach(each -> each.onExit().join());
  }
}
