package dev.muster.auth.oauth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.ws.rs.core.MultivaluedHashMap;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class CredentialsTest {
  private final MultivaluedHashMap<String, String> body = new MultivaluedHashMap<>();

  @Test
  void readsBasicWithEncodedCharacters() {
    assertThat(of(basic("task-service:a%3Ab+c")))
        .isEqualTo(new Credentials("task-service", "a:b c"));
  }

  @Test
  void readsTheForm() {
    body.add("client_id", "x");
    body.add("client_secret", "y");
    assertThat(of(null)).isEqualTo(new Credentials("x", "y"));
  }

  @Test
  void refusesTwoWaysAtOnce() {
    body.add("client_secret", "y");
    refused(basic("x:y"), "invalid_request");
  }

  @Test
  void refusesAnotherNameInTheForm() {
    body.add("client_id", "z");
    refused(basic("x:y"), "invalid_request");
  }

  @Test
  void refusesNothingAndNonsense() {
    refused(null, "invalid_client");
    refused("Basic ###", "invalid_client");
    refused(basic("nocolon"), "invalid_client");
    refused(basic("x:%zz"), "invalid_client");
    refused("Bearer abc", "invalid_client");
  }

  @Test
  void refusesAParameterGivenTwice() {
    body.add("client_id", "x");
    body.add("client_id", "x");
    refused(null, "invalid_request");
  }

  private Credentials of(String authorization) {
    return Credentials.of(authorization, new Form(body));
  }

  private void refused(String authorization, String error) {
    assertThatThrownBy(() -> of(authorization))
        .isInstanceOfSatisfying(OAuthException.class, e -> assertThat(e.error()).isEqualTo(error));
  }

  private static String basic(String pair) {
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(UTF_8));
  }
}
