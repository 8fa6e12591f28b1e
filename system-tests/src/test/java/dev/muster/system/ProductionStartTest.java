package dev.muster.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.platform.Checkout;
import dev.muster.platform.part.ServiceKind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The programs as they are delivered, started for production with settings that are not for it. */
class ProductionStartTest {
  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(ServiceKind.class)
  void aServiceWithADevelopmentSecretEndsBeforeItConnectsToItsDatabase(ServiceKind kind)
      throws Exception {
    String said =
        start(
            kind,
            Map.of(
                "MUSTER_SERVICE_SECRET", "dev-secret-of-a-service",
                "CONTROL_PLANE_URL", "http://plane.example.org"));
    assertThat(said)
        .contains("not fit for the prod profile", "muster.service.secret")
        .doesNotContain("dev-secret-of-a-service", "Connection refused", "Connection to 127.0.0.1");
    assertThat(said.contains("muster.control-plane.url sends its token in the clear"))
        .isEqualTo(kind == ServiceKind.TASK);
  }

  /** Nothing listens at the database's address: who asks it says so. */
  private String start(ServiceKind kind, Map<String, String> settings)
      throws IOException, InterruptedException {
    List<String> command =
        Checkout.here().service(kind.serviceName(), false, List.of("-XX:TieredStopAtLevel=1"));
    Path output = folder.resolve("output");
    ProcessBuilder program = new ProcessBuilder(command).directory(folder.toFile());
    program.redirectErrorStream(true).redirectOutput(output.toFile());
    Map<String, String> environment = program.environment();
    environment.put("QUARKUS_PROFILE", "prod");
    environment.put("QUARKUS_HTTP_PORT", "0");
    environment.put("QUARKUS_DATASOURCE_JDBC_URL", "jdbc:postgresql://127.0.0.1:1/muster");
    environment.put("QUARKUS_DATASOURCE_USERNAME", "muster");
    environment.putAll(settings);
    Process process = program.start();
    try {
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isNotZero();
    } finally {
      process.destroyForcibly();
    }
    return Files.readString(output, StandardCharsets.UTF_8);
  }
}
