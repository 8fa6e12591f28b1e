package dev.muster.system.secret;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.muster.platform.part.ServiceKind;
import dev.muster.system.client.Rest;
import dev.muster.system.client.Rest.Answer;
import dev.muster.system.stage.Stage;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Map;
import java.util.stream.Collectors;

/** The gateway as a client of the OAuth endpoints. */
record Clients(Stage stage) {
  Answer token(String secret) throws IOException, InterruptedException {
    return token(ServiceKind.GATEWAY.serviceName(), secret);
  }

  Answer token(String id, String secret) throws IOException, InterruptedException {
    return post(
        "/oauth2/token",
        Map.of("grant_type", "client_credentials", "client_id", id, "client_secret", secret));
  }

  Answer introspect(String secret, String token) throws IOException, InterruptedException {
    return post(
        "/oauth2/introspect",
        Map.of(
            "client_id",
            ServiceKind.GATEWAY.serviceName(),
            "client_secret",
            secret,
            "token",
            token));
  }

  Answer revoke(String token) throws IOException, InterruptedException {
    return post("/oauth2/revoke", Map.of("token", token));
  }

  private Answer post(String path, Map<String, String> form)
      throws IOException, InterruptedException {
    String body =
        form.entrySet().stream()
            .map(each -> each.getKey() + "=" + URLEncoder.encode(each.getValue(), UTF_8))
            .collect(Collectors.joining("&"));
    return Rest.send(
        stage
            .as("")
            .request(path)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(body)));
  }
}
