package dev.muster.kit.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.error.ErrorCode;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RefusalWindowTest {
  private static final AuditEvent LOGIN =
      AuditEvent.of("session.login").denied(ErrorCode.NOT_AUTHENTICATED);

  private final RefusalWindow window = new RefusalWindow(10);

  private static Origin from(String address) {
    return new Origin(Actor.ANONYMOUS, address, "r1");
  }

  @Test
  void theFirstOfASourceIsALineAndTheOthersAreOneMore() {
    assertThat(window.isFirst(from("10.0.0.1"), LOGIN)).isTrue();
    for (int i = 0; i < 5_000; i++) {
      assertThat(window.isFirst(from("10.0.0.1"), LOGIN.on("account", "a" + i))).isFalse();
    }
    List<RefusalWindow.Line> lines = window.end();
    assertThat(lines).hasSize(1);
    assertThat(lines.getFirst().origin()).isEqualTo(new Origin(Actor.ANONYMOUS, "10.0.0.1", null));
    assertThat(lines.getFirst().event().detail())
        .containsEntry("repeated", "5000")
        .containsEntry("targets", "a0 a1");
    assertThat(lines.getFirst().event().code()).isEqualTo(1002);
  }

  @Test
  void actionsAndAddressesAreToldApart() {
    assertThat(window.isFirst(from("10.0.0.1"), LOGIN)).isTrue();
    assertThat(window.isFirst(from("10.0.0.2"), LOGIN)).isTrue();
    assertThat(window.isFirst(from("10.0.0.1"), AuditEvent.of("request.send"))).isTrue();
    assertThat(window.end()).isEmpty();
  }

  @Test
  void howeverManyAddressesTheLinesAreFew() {
    long atOnce =
        IntStream.range(0, 100_000).filter(i -> window.isFirst(from("10.1." + i), LOGIN)).count();
    List<RefusalWindow.Line> later = window.end();
    assertThat(atOnce).isEqualTo(10);
    assertThat(later).hasSize(1);
    assertThat(later.getFirst().origin().address()).isEqualTo("many");
    assertThat(later.getFirst().event().detail()).containsEntry("repeated", "99990");
  }

  @Test
  void aNewWindowBeginsAnew() {
    assertThat(window.isFirst(from("10.0.0.1"), LOGIN)).isTrue();
    assertThat(window.end()).isEmpty();
    assertThat(window.isFirst(from("10.0.0.1"), LOGIN)).isTrue();
  }
}
