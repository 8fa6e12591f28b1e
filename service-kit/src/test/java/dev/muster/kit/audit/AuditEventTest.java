package dev.muster.kit.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class AuditEventTest {
  @Test
  void foreignTextBecomesOneShortLine() {
    AuditEvent event =
        AuditEvent.of("agent.create")
            .on("agent", "a\u0000\n\ud800b")
            .with("name", "\ud83d\ude80".repeat(500) + "\u001b[31m");
    assertThat(event.targetId()).isEqualTo("ab");
    assertThat(event.detail().get("name")).isEqualTo("\ud83d\ude80".repeat(100));
  }

  @Test
  void anActionIsAThingAndAVerb() {
    assertThatIllegalArgumentException().isThrownBy(() -> AuditEvent.of("create"));
    assertThatIllegalArgumentException().isThrownBy(() -> AuditEvent.of("Agent.create"));
    assertThatIllegalArgumentException().isThrownBy(() -> AuditEvent.of("a." + "b".repeat(63)));
  }
}
