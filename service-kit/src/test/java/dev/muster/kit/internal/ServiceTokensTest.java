package dev.muster.kit.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import org.junit.jupiter.api.Test;

class ServiceTokensTest {
  @Test
  void secretIsFormEncodedBeforeItIsSent() {
    String header = ServiceTokens.basic("task-service", "a+b/c=");
    byte[] pair = Base64.getDecoder().decode(header.substring("Basic ".length()));
    assertThat(new String(pair, UTF_8)).isEqualTo("task-service:a%2Bb%2Fc%3D");
  }
}
