package dev.muster.kit.apikey;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.muster.kit.token.Revocations;
import dev.muster.platform.Checkout;
import dev.muster.test.PostgresAndRedis;
import dev.muster.test.auth.AuthServer;
import dev.muster.test.auth.WithAuthServer;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.spec.SecretKeySpec;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What docs/signing.md says is what the code does. */
@QuarkusTest
@QuarkusTestResource(PostgresAndRedis.class)
@QuarkusTestResource(WithAuthServer.class)
class SigningDocumentTest {
  @TestHTTPResource URI base;
  @TempDir Path folder;
  AuthServer auth;
  @Inject KeyUses uses;
  @Inject Revocations revocations;

  @AfterEach
  void nothingIsLeftToTell() {
    uses.tell();
    auth.answerWith(null);
  }

  @Test
  void vectorsAreWhatTheCodeComputes() throws IOException {
    JsonNode vectors = new ObjectMapper().readTree(block("json"));
    assertThat(vectors).isNotEmpty();
    for (JsonNode vector : vectors) {
      SignedRequest request =
          new SignedRequest(
              vector.path("method").asText(),
              vector.path("path").asText(),
              vector.path("query").asText(),
              vector.path("timestamp").asText(),
              vector.path("nonce").asText(),
              SignedRequest.sha256(vector.path("body").asText().getBytes(UTF_8)));
      assertThat(request.canonical()).isEqualTo(vector.path("canonical").asText());
      byte[] secret = vector.path("secret").asText().getBytes(UTF_8);
      assertThat(request.signature(new SecretKeySpec(secret, "HmacSHA256")))
          .isEqualTo(vector.path("signature").asText());
    }
  }

  @Test
  void shellExampleSignsTheVectorsTheSame() throws Exception {
    assumeTrue(has("openssl"), "no openssl on this machine: the shell example was not tried");
    for (JsonNode vector : new ObjectMapper().readTree(block("json"))) {
      Path canonical = folder.resolve("canonical");
      Files.writeString(canonical, vector.path("canonical").asText());
      assertThat(run("hmac < '" + canonical + "'", vector.path("secret").asText(), "").strip())
          .isEqualTo(vector.path("signature").asText());
    }
  }

  @Test
  void shellExampleIsLetIn() throws Exception {
    assumeTrue(
        has("openssl") && has("curl"),
        "no openssl or curl on this machine: the shell example was not tried");
    Awaitility.await().until(revocations::isKnown);
    KeyDesk.Issued key = KeyDesk.behind(auth).issue("user", "tasks:read tasks:write");
    Path body = folder.resolve("task.json");
    Files.writeString(body, "{\"type\":\"echo\",\"text\":\"Grüße\"}\n");
    String answers =
        run(
            """
            signed GET /api/v1/tasks 'status=running&type=a%20b&page=1'
            signed POST /api/v1/tasks '' 'FILE'
            """
                .replace("FILE", body.toString()),
            KeyDesk.SECRET,
            key.key().text());
    assertThat(answers)
        .contains(key.owner().toString())
        .contains("\"text\":\"Grüße\"")
        .doesNotContain("\"code\"");
  }

  private String run(String call, String secret, String key) throws Exception {
    Path output = folder.resolve("output");
    ProcessBuilder shell =
        new ProcessBuilder("sh", "-euc", block("sh") + call)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    shell.environment().put("MUSTER_URL", base.toString().replaceAll("/$", ""));
    shell.environment().put("MUSTER_APP_KEY", key);
    shell.environment().put("MUSTER_APP_SECRET", secret);
    Process running = shell.start();
    assertThat(running.waitFor(60, TimeUnit.SECONDS)).isTrue();
    String text = Files.readString(output);
    assertThat(running.exitValue()).as(text).isZero();
    return text;
  }

  private static String block(String language) throws IOException {
    String document = Files.readString(Checkout.here().root().resolve("docs/signing.md"));
    Matcher block =
        Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL).matcher(document);
    assertThat(block.find()).isTrue();
    return block.group(1);
  }

  private static boolean has(String program) throws Exception {
    return new ProcessBuilder("sh", "-c", "command -v " + program + " >/dev/null").start().waitFor()
        == 0;
  }
}
