package dev.muster.gateway.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.id.Ids;
import dev.muster.internal.AgentProfile;
import dev.muster.wire.AgentSignal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GrantTest {
  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "'', 'a b', 'a b'",
        "'a b', '', 'a b'",
        "'a b', 'b c', 'b'",
        "'a', 'b', ''",
        "'', '', ''"
      })
  void capabilitiesAreThoseOfBothSides(String allowed, String declared, String granted) {
    assertThat(grant(words(allowed), 1, words(declared), 1).capabilities())
        .isEqualTo(words(granted));
  }

  @ParameterizedTest
  @CsvSource({"4, 8, 4", "8, 4, 4", "8, 0, 0"})
  void slotsAreTheSmallerNumber(int allowed, int declared, int granted) {
    assertThat(grant(List.of(), allowed, List.of(), declared).slots()).isEqualTo(granted);
  }

  private static Grant grant(
      List<String> allowed, int concurrency, List<String> declared, int slots) {
    return Grant.of(
        new AgentProfile(
            Ids.next(), "a", "generic", "default", "public", allowed, concurrency, null, 0),
        new AgentSignal.Register("1", declared, slots, Map.of(), null, List.of()));
  }

  private static List<String> words(String text) {
    return text.isEmpty() ? List.of() : List.of(text.split(" ", -1));
  }
}
