package dev.muster.platform.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeysCommandTest {
  private static KeysCommand parsed(String line) {
    return KeysCommand.parse(line.isEmpty() ? List.of() : List.of(line.split(" ")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "list", "rotate", "revoke kid", "revoke -kid", "--data /x", "list --data /x"})
  void actionsAndOptionsAreTaken(String line) {
    assertThat(parsed(line)).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"rotat", "revoke", "list more", "rotate kid", "revoke a b", "--dat /x"})
  void whatItDoesNotKnowIsRefused(String line) {
    assertThatThrownBy(() -> parsed(line)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void withoutARunItSaysSo(@TempDir Path data) throws Exception {
    assertThat(parsed("rotate --data " + data).run()).isEqualTo(3);
  }
}
