package dev.muster.kit.secret;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SecretTest {

  @Test
  void onlyRevealTellsTheValue() {
    Secret secret = new SecretConverter().convert("hunter2");
    assertThat(secret.reveal()).isEqualTo("hunter2");
    assertThat(secret).hasToString("[REDACTED]").isEqualTo(Secret.of("hunter2"));
    assertThat(String.valueOf(secret.hashCode())).doesNotContain("hunter2");
  }

  @Test
  void emptySettingIsNoSecret() {
    assertThat(new SecretConverter().convert("")).isNull();
  }
}
