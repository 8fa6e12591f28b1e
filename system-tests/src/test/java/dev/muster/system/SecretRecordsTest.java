package dev.muster.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.system.secret.Programs;
import dev.muster.system.secret.Sample;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A record that holds a password or a token doesn't print it, whoever logs it by mistake. */
class SecretRecordsTest {

  @Test
  void recordsDoNotPrintTheirSecrets() {
    List<String> telling = new ArrayList<>();
    List<String> untried = new ArrayList<>();
    int tried = 0;
    for (Class<?> type : Programs.records()) {
      if (Sample.hasSecret(type)) {
        try {
          tried++;
          if (Sample.of(type).toString().contains(Sample.SECRET)) {
            telling.add(type.getName());
          }
        } catch (IllegalArgumentException e) {
          untried.add(type.getName() + ": " + e.getCause());
        }
      }
    }
    assertThat(telling).isEmpty();
    assertThat(untried).isEmpty();
    assertThat(tried).isGreaterThan(15);
  }
}
