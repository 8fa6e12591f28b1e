package dev.muster.registry.token;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.kit.secret.SaltedHash;
import java.util.Arrays;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class AgentTokenTest {

  @Test
  void aMadeTokenHas256RandomBits() {
    String token = AgentToken.random().reveal();

    assertThat(token).startsWith("mat_").isNotEqualTo(AgentToken.random().reveal());
    assertThat(Base64.getUrlDecoder().decode(token.substring(4))).hasSize(32);
  }

  @Test
  void onlyTheSameTokenMatchesItsHash() {
    SaltedHash stored = AgentToken.of("correct-horse-battery").hash();

    assertThat(AgentToken.of("correct-horse-battery").matches(stored)).isTrue();
    assertThat(AgentToken.of("correct-horse-batterz").matches(stored)).isFalse();
    assertThat(AgentToken.of("correct-horse-batter").matches(stored)).isFalse();
    assertThat(AgentToken.of("").matches(stored)).isFalse();
  }

  @Test
  void equalTokensAreStoredDifferently() {
    SaltedHash one = AgentToken.of("correct-horse-battery").hash();
    SaltedHash two = AgentToken.of("correct-horse-battery").hash();

    assertThat(Arrays.equals(one.hash(), two.hash())).isFalse();
  }

  @Test
  void aTokenIsNotPrinted() {
    AgentToken token = AgentToken.of("correct-horse-battery");

    assertThat(token.toString() + token.hash()).doesNotContain("horse");
  }
}
