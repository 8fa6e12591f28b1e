package dev.muster.platform.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
                "--settings",
                "s",
                "--native"));
    Arguments passedOn = Arguments.parse(given.foreground());
    assertThat(passedOn).usingRecursiveComparison().ignoringFields("detached").isEqualTo(given);
    assertThat(passedOn.detached()).isFalse();
  }

  @Test
  void settingsAreLinesOfAFile(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("s"), "# kept short\n\nMUSTER_A=1 = 1\nB=\n");
    assertThat(settings(file)).containsExactly(entry("MUSTER_A", "1 = 1"), entry("B", ""));
    assertThat(Arguments.parse(List.of()).settings()).isEmpty();
    Files.writeString(file, "MUSTER_A=1\nsecret\n");
    assertThatThrownBy(() -> settings(file))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("line 2 of " + file + " is not NAME=value");
    Path none = folder.resolve("none");
    assertThatThrownBy(() -> settings(none)).hasMessage("there is no file " + none);
  }

  private static Map<String, String> settings(Path file) {
    return Arguments.parse(List.of("--settings", file.toString())).settings();
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
