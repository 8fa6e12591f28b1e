package dev.muster.platform.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RouteTableTest {
  private final RouteTable product = RouteTable.ofProduct();

  @ParameterizedTest
  @CsvSource({
    "/api/auth/login, auth-service",
    "/api/v1/users/me/password, auth-service",
    "/.well-known/jwks.json, auth-service",
    "/oauth2/token, auth-service",
    "/api/agents, agent-registry-service",
    "/api/agents/, agent-registry-service",
    "/api/v1/agents/0190, agent-registry-service",
    "/api/v1/agents/tasks/0190/data, task-service",
    "/api/agents/0190-af/tasks, task-service",
    "/api/agents/0190-af/tasks/, task-service",
    "/api/v1/agents/0190-af/tasks/0190/cancel, task-service",
    "/api/v1/agents/0190-af/tasksuite, agent-registry-service",
    "/api/v1/agents/0190-af/drain, agent-registry-service",
    "/api/v1/agents/tasksuite, agent-registry-service",
    "/api/v1/agents/control, ws-gateway",
    "/api/tasks/0190/cancel, task-service",
    "/ws, ws-gateway",
    "/ws/agent/0190, ws-gateway",
  })
  void theLongestPrefixOfWholeSegmentsWins(String path, String service) {
    assertThat(product.service(path)).contains(service);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/", "/api", "/wsx", "/internal/agents", "/q/health", "/api/authx", "//api/auth"})
  void whatIsNotListedIsNotRouted(String path) {
    assertThat(product.service(path)).isEmpty();
  }

  @Test
  void anExactPathWinsOverAnEquallyLongPrefix() throws IOException {
    RouteTable table =
        RouteTable.parse(
            yaml(
                """
                kind: Ingress
                spec:
                  rules:
                    - http:
                        paths:
                          - {path: /a/, pathType: Prefix, backend: {service: {name: prefix}}}
                          - {path: /a, pathType: Exact, backend: {service: {name: exact}}}
                          - {path: /, pathType: Prefix, backend: {service: {name: rest}}}
                """));
    assertThat(table.service("/a")).contains("exact");
    assertThat(table.service("/a/")).contains("prefix");
    assertThat(table.service("/a/b")).contains("prefix");
    assertThat(table.service("/b")).contains("rest");
  }

  @Test
  void anUnknownPathTypeIsRefused() {
    String text =
        "kind: Ingress\n"
            + "spec: {rules: [{http: {paths: ["
            + "{path: /a, pathType: Other, backend: {service: {name: s}}}]}}]}";
    assertThatThrownBy(() -> RouteTable.parse(yaml(text)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/tasks/../../internal/x",
        "/api/tasks/%2e%2E/x",
        "/api/tasks/..;a=b/x",
        "/api/tasks/%2finternal",
        "/api/./tasks",
        "/api\\tasks",
        "api/tasks",
        "/a%zz",
      })
  void aPathThatClimbsIsUnsafe(String path) {
    assertThat(SafePath.isSafe(path)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/api/tasks/0190", "/.well-known/jwks.json", "/a/...", "/a+b/%20c"})
  void anOrdinaryPathIsSafe(String path) {
    assertThat(SafePath.isSafe(path)).isTrue();
  }

  private static InputStream yaml(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }
}
