package dev.muster.platform.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class ArgumentsTest {

  @Test
  void everyOptionHasADefault() {
    Arguments arguments = Arguments.parse(List.of());
    assertThat(arguments.port()).isEqualTo(8080);
    assertThat(arguments.host()).isEqualTo("127.0.0.1");
    assertThat(arguments.data()).isAbsolute().hasFileName(".muster");
    assertThat(arguments.agents()).isEqualTo(1);
  }

  @Test
  void aBackgroundRunGetsTheSameOptions() {
    Arguments given =
        Arguments.parse(
            List.of(
                "-d",
                "--port=81",
                "--data",
                "x",
                "--agents",
                "2",
                "--task-services",
                "3",
                "--native"));
    Arguments passedOn = Arguments.parse(given.foreground());
    assertThat(passedOn).usingRecursiveComparison().ignoringFields("detached").isEqualTo(given);
    assertThat(passedOn.detached()).isFalse();
  }

  @Test
  void anEmptyValueIsNoValue() {
    for (String option : List.of("--host", "--port", "--data", "--agents")) {
      assertThatThrownBy(() -> Arguments.parse(List.of(option + "=")))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(option + " needs a value");
      assertThatThrownBy(() -> Arguments.parse(List.of(option, " ")))
          .hasMessage(option + " needs a value");
    }
  }

  @Test
  void saysWhatIsWrong() {
    assertThatThrownBy(() -> Arguments.parse(List.of("--port", "many")))
        .hasMessage("--port needs a number from 1 to 65535, not many");
    assertThatThrownBy(() -> Arguments.parse(List.of("--gateways", "0")))
        .hasMessage("--gateways needs a number from 1 to 20, not 0");
    assertThatThrownBy(() -> Arguments.parse(List.of("--data"))).hasMessage("--data needs a value");
    assertThatThrownBy(() -> Arguments.parse(List.of("--fast")))
        .hasMessage("unknown option: --fast");
  }
}
