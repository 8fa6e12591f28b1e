package dev.muster.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretsTest {
  @TempDir Path folder;

  @Test
  void areMadeOnceAndKept() {
    Secrets first = Secrets.in(folder);
    String password = first.password("a");
    String key = first.key("b");
    assertThat(first.password("c")).isNotEqualTo(password);
    Secrets again = Secrets.in(folder);
    assertThat(again.password("a")).isEqualTo(password);
    assertThat(again.key("b")).isEqualTo(key);
    assertThat(Base64.getDecoder().decode(key)).hasSize(32);
  }

  @Test
  void areReadableByTheOwnerOnly() throws Exception {
    Secrets secrets = Secrets.in(folder);
    secrets.password("a");
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(folder.resolve("secrets.properties"))))
        .isEqualTo("rw-------");
    assertThat(secrets.toString()).doesNotContain(secrets.password("a"));
  }
}
