package dev.muster.platform.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.platform.LocalPlatform;
import dev.muster.platform.process.PidRecord;
import dev.muster.platform.process.ProcessIdentity;
import java.nio.file.Files;
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
  void theKeyThatSignedItsOwnTokenCanBeRevoked(@TempDir Path data) throws Exception {
    try (FakeSigner signer = FakeSigner.open()) {
      ProcessIdentity self = ProcessIdentity.of(ProcessHandle.current().pid()).orElseThrow();
      Path records = Files.createDirectories(data.resolve("run"));
      new PidRecord(LocalPlatform.RECORD, self, signer.base()).write(records);
      ReadyMark.set(data);
      Files.writeString(
          data.resolve("dev.env"),
          "BASE=" + signer.base() + "\nADMIN_EMAIL=a@example.org\nADMIN_PASSWORD=p\n");
      assertThat(parsed("revoke " + signer.key() + " --data " + data).run()).isZero();
      assertThat(signer.key()).isEqualTo("key-2");
    }
  }

  @Test
  void withoutARunItSaysSo(@TempDir Path data) throws Exception {
    assertThat(parsed("rotate --data " + data).run()).isEqualTo(3);
  }
}
